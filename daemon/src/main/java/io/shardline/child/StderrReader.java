package io.shardline.child;

import io.shardline.concurrent.NamedThreads;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Reads the stderr of all children on one thread, which lives as long as there are children: a thread for each child
 * would only wait, and with a thousand shards that is a thousand. A child that prints little is heard after a tenth of a
 * second, one that prints much without a pause worth mentioning.
 */
final class StderrReader {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(1);

    private final Set<StderrPump> pumps = new HashSet<>();
    private boolean running;

    /** Reads a child's stderr from now on until its end. */
    synchronized void add(StderrPump pump) {
        pumps.add(pump);
        if (!running) {
            running = true;
            NamedThreads.start("stderr", this::run);
        }
    }

    /** {@return whether its thread lives} */
    synchronized boolean isRunning() {
        return running;
    }

    private void run() {
        boolean some = true;
        for (List<StderrPump> living = living(some); !living.isEmpty(); living = living(some)) {
            some = false;
            for (StderrPump pump : living) {
                some |= pump.visit();
            }
        }
    }

    /** {@return the children that may print more, after a pause; none if the thread should end} */
    private synchronized List<StderrPump> living(boolean soon) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, (soon ? LOOK_AGAIN : LOOK).toNanos());
        } catch (InterruptedException e) {
            pumps.clear(); // Nobody interrupts it: whoever does wants its end.
        }
        pumps.removeIf(StderrPump::isOver);
        running = !pumps.isEmpty();
        return List.copyOf(pumps);
    }
}
