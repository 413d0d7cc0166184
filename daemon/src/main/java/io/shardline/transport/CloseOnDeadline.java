package io.shardline.transport;

import io.shardline.concurrent.Deadline;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * One side of a channel, closed when a wait in it reaches its deadline. The thread that waits begins and ends the wait;
 * the poller closes.
 */
final class CloseOnDeadline {
    private final Closeable side;
    private Supplier<Deadline> deadline;
    private boolean timedOut;

    CloseOnDeadline(Closeable side) {
        this.side = side;
    }

    synchronized void begin(Supplier<Deadline> until) {
        deadline = until;
    }

    /** {@return whether the deadline of this wait or an earlier one has passed: the side is closed} */
    synchronized boolean end() {
        deadline = null;
        return timedOut;
    }

    /** Closes the side if the deadline has passed. */
    synchronized void poll() {
        if (deadline != null && deadline.get().expired()) {
            deadline = null;
            timedOut = true;
            try {
                side.close();
            } catch (IOException e) {
                // It is closed all the same, and the peer's affair.
            }
        }
    }
}
