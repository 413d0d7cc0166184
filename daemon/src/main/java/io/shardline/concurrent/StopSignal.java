package io.shardline.concurrent;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The request to stop, which every session watches: the daemon stops, or the processors are gone. Later requests have no effect. The request includes the time
 * until which sessions wait for the statuses of processors.
 */
public final class StopSignal {

    /** Why. */
    public enum Reason {
        /** The daemon was asked to stop. */
        DAEMON_STOPS,
        /** There is no processor any more: the leases are released until there is one. */
        PROCESSOR_GONE
    }

    private final CountDownLatch requested = new CountDownLatch(1);
    private volatile Reason reason = Reason.DAEMON_STOPS;
    private volatile Deadline statusDeadline = Deadline.none();

    /** Requests the stop. Processors may still finish their current action until the deadline. */
    public void request(Deadline deadline) {
        request(deadline, Reason.DAEMON_STOPS);
    }

    /** Requests the stop for this reason. */
    public synchronized void request(Deadline deadline, Reason why) {
        if (requested.getCount() > 0) {
            reason = why;
            statusDeadline = deadline;
            requested.countDown();
        }
    }

    /** {@return whether a stop was requested} */
    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** {@return why; meaningless until a stop is requested} */
    public Reason reason() {
        return reason;
    }

    /** {@return the deadline for statuses of processors; unbounded until a stop is requested} */
    public Deadline statusDeadline() {
        return statusDeadline;
    }

    /** Waits for the signal, at most this long. {@return whether a stop was requested} */
    public boolean await(long nanos) throws InterruptedException {
        return requested.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Waits for the request without a time limit. */
    public void await() throws InterruptedException {
        requested.await();
    }
}
