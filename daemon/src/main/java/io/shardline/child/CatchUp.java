package io.shardline.child;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The agreement between a reader of a pipe and somebody who wants to know that all that is in the pipe was read. The
 * reader looks into the pipe before each read; the lines of a child that prints and then answers through another pipe
 * are in it by then.
 */
final class CatchUp {
    /** How often the reader looks by itself. What nobody waits for may be logged so much later. */
    private static final Duration LOOK = Duration.ofMillis(50);

    private long asked;
    private long caughtUp;
    private boolean ended;

    /** Waits until the reader has found the pipe empty after this call, at most this long. */
    synchronized void await(Duration longest) throws InterruptedException {
        long mine = ++asked;
        long end = System.nanoTime() + longest.toNanos();
        notifyAll();
        while (!ended && caughtUp < mine) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** The process is gone: the pipe's end comes, and only a read tells of it. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Returns when there is something to read, or when the process is gone. On the reader's thread. */
    void untilSomethingCame(InputStream pipe) throws IOException {
        while (true) {
            long seen;
            synchronized (this) {
                if (ended) {
                    return;
                }
                seen = asked;
            }
            if (pipe.available() > 0) {
                return;
            }
            pauseAfter(seen);
        }
    }

    private synchronized void pauseAfter(long seen) throws IOException {
        caughtUp = seen;
        notifyAll();
        try {
            if (asked == seen && !ended) {
                TimeUnit.NANOSECONDS.timedWait(this, LOOK.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
