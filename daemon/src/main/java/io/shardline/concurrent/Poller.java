package io.shardline.concurrent;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One thread that goes round many places and never waits at any: a thread for each would only wait, and with a thousand
 * shards that is a thousand. A place that has nothing to do is visited ten times a second, one that has much without a
 * pause worth mentioning. The thread lives as long as there are places.
 */
public final class Poller {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(1);

    /**
     * What is looked after. Its methods are called on the thread of the rounds, and must not wait. It is closed when a
     * poll fails: whoever waits there must not wait for a poll that will never come.
     */
    public interface Pollable extends Closeable {
        /** Does what there is to do, a bounded part of it at a time. {@return whether there was anything} */
        boolean poll();

        /** {@return whether there will never be anything more} */
        boolean isOver();
    }

    private final String threadName;
    private final Set<Pollable> places = new HashSet<>();
    private boolean running;

    /** Makes it without a thread. */
    public Poller(String threadName) {
        this.threadName = threadName;
    }

    /** Visits this place too from now on, until it is over. */
    public synchronized void add(Pollable place) {
        places.add(place);
        if (!running) {
            running = true;
            NamedThreads.start(threadName, this::run);
        }
    }

    /** {@return whether its thread lives} */
    public synchronized boolean isRunning() {
        return running;
    }

    private void run() {
        for (List<Pollable> all = places(); !all.isEmpty(); all = places()) {
            Deadline round = Deadline.after(LOOK);
            List<Pollable> busy = visited(all);
            while (!busy.isEmpty() && !round.expired()) {
                pause(LOOK_AGAIN);
                busy = visited(busy);
            }
            pause(round.remaining(LOOK));
        }
    }

    /** {@return those that had something to do} */
    private List<Pollable> visited(List<Pollable> some) {
        return some.stream().filter(this::poll).toList();
    }

    /** One place's fault is not the others': it is reported as if it had been the thread's, and the place is closed. */
    private boolean poll(Pollable place) {
        try {
            return place.poll();
        } catch (RuntimeException | Error e) {
            remove(place);
            close(place, e);
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            return false;
        }
    }

    private static void close(Pollable place, Throwable why) {
        try {
            place.close();
        } catch (IOException | RuntimeException e) {
            why.addSuppressed(e); // the rounds go on for the others
        }
    }

    private synchronized void remove(Pollable place) {
        places.remove(place);
    }

    private synchronized List<Pollable> places() {
        places.removeIf(Pollable::isOver);
        running = !places.isEmpty();
        return List.copyOf(places);
    }

    private synchronized void pause(Duration pause) {
        try {
            if (!pause.isZero()) {
                TimeUnit.NANOSECONDS.timedWait(this, pause.toNanos());
            }
        } catch (InterruptedException e) {
            places.clear(); // Nobody interrupts it: whoever does wants its end.
        }
    }
}
