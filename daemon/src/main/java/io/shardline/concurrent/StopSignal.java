package io.shardline.concurrent;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The request to stop the daemon, which every session watches. Later requests have no effect. The request includes the time
 * until which sessions wait for the statuses of processors.
 */
public final class StopSignal {
    private final CountDownLatch requested = new CountDownLatch(1);
    private volatile Deadline statusDeadline = Deadline.none();

    /** Requests the stop. Processors may still finish their current action until the deadline. */
    public synchronized void request(Deadline deadline) {
        if (requested.getCount() > 0) {
            statusDeadline = deadline;
            requested.countDown();
        }
    }

    /** {@return whether a stop was requested} */
    public boolean isRequested() {
        return requested.getCount() == 0;
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
