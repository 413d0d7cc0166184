package io.shardline.concurrent;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Polls any number of objects on one thread, which never waits for one of them. Thousands of shards would otherwise need
 * thousands of threads that do nothing but wait. Polls all objects ten times per second, and busy ones every millisecond.
 * The thread runs only while there is something to poll.
 */
public final class Poller {
    private static final Duration IDLE_INTERVAL = Duration.ofMillis(100);
    private static final Duration BUSY_INTERVAL = Duration.ofMillis(1);

    /**
     * An object to poll. Its methods are called on the poller's thread and must not wait. It is closed if a poll fails,
     * so that a thread that waits for the next poll does not wait for ever.
     */
    public interface Pollable extends Closeable {
        /** Does a bounded part of the available work. {@return whether there was any} */
        boolean poll();

        /** {@return whether it needs no further polls} */
        boolean isOver();
    }

    private final String threadName;
    private final Set<Pollable> pollables = new HashSet<>();
    private boolean running;

    /** Creates it without a thread. */
    public Poller(String threadName) {
        this.threadName = threadName;
    }

    /** Polls this object until it is over. */
    public synchronized void add(Pollable pollable) {
        pollables.add(pollable);
        if (!running) {
            running = true;
            NamedThreads.start(threadName, this::run);
        }
    }

    /** {@return whether the thread runs} */
    public synchronized boolean isRunning() {
        return running;
    }

    private void run() {
        for (List<Pollable> all = removeOver(); !all.isEmpty(); all = removeOver()) {
            Deadline next = Deadline.after(IDLE_INTERVAL);
            List<Pollable> busy = pollEach(all);
            while (!busy.isEmpty() && !next.expired()) {
                pause(BUSY_INTERVAL);
                busy = pollEach(busy);
            }
            pause(next.remaining(IDLE_INTERVAL));
        }
    }

    /** {@return those that had work} */
    private List<Pollable> pollEach(List<Pollable> some) {
        return some.stream().filter(this::poll).toList();
    }

    /** A failure is reported as if it had ended the thread, but the thread continues to poll the other objects. */
    private boolean poll(Pollable pollable) {
        try {
            return pollable.poll();
        } catch (RuntimeException | Error e) {
            remove(pollable);
            close(pollable, e);
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            return false;
        }
    }

    private static void close(Pollable pollable, Throwable cause) {
        try {
            pollable.close();
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e); // the thread continues to poll the others
        }
    }

    private synchronized void remove(Pollable pollable) {
        pollables.remove(pollable);
    }

    /** {@return the objects that need further polls; if there are none, the thread must end} */
    private synchronized List<Pollable> removeOver() {
        pollables.removeIf(Pollable::isOver);
        running = !pollables.isEmpty();
        return List.copyOf(pollables);
    }

    private synchronized void pause(Duration pause) {
        try {
            if (!pause.isZero()) {
                TimeUnit.NANOSECONDS.timedWait(this, pause.toNanos());
            }
        } catch (InterruptedException e) {
            pollables.clear(); // an interrupt can only mean that the thread shall end
        }
    }
}
