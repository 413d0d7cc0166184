package io.shardline.concurrent;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The daemon's wish to stop, seen by every session. Given once; later requests change nothing. The one who asks says
 * until when answers of processors are still waited for.
 */
public final class StopSignal {
    private final CountDownLatch requested = new CountDownLatch(1);
    private volatile Deadline answersUntil = Deadline.none();

    /** Asks everybody to stop. Processors may still answer what they were asked until the deadline. */
    public synchronized void request(Deadline lastAnswers) {
        if (requested.getCount() > 0) {
            answersUntil = lastAnswers;
            requested.countDown();
        }
    }

    /** {@return whether a stop was asked for} */
    public boolean requested() {
        return requested.getCount() == 0;
    }

    /** {@return until when answers are waited for: never ending as long as no stop was asked for} */
    public Deadline answersUntil() {
        return answersUntil;
    }

    /** Waits for the signal, at most this long. {@return whether a stop was asked for} */
    public boolean await(long nanos) throws InterruptedException {
        return requested.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Waits for the signal, however long it takes. */
    public void await() throws InterruptedException {
        requested.await();
    }
}
