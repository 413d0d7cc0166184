package io.shardline.transport;

import io.shardline.concurrent.Deadline;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Somebody's wait at one end of a pipe, which somebody else ends at its deadline by closing that end. Begun and ended by
 * whoever waits, looked after by another thread.
 */
final class CloseOnDeadline {
    private final Closeable pipe;
    private Supplier<Deadline> deadline;
    private boolean timedOut;

    CloseOnDeadline(Closeable pipe) {
        this.pipe = pipe;
    }

    synchronized void begin(Supplier<Deadline> until) {
        deadline = until;
    }

    /** {@return whether the deadline ended this wait, or one before it: the pipe is closed} */
    synchronized boolean end() {
        deadline = null;
        return timedOut;
    }

    /** Ends the wait if it is time. */
    synchronized void look() {
        if (deadline != null && deadline.get().expired()) {
            deadline = null;
            timedOut = true;
            try {
                pipe.close();
            } catch (IOException e) {
                // It is closed all the same, and the child's affair.
            }
        }
    }
}
