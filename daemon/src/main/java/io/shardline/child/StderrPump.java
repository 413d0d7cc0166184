package io.shardline.child;

import io.shardline.concurrent.Poller;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Reads what one child prints to its stderr, splits it into lines of bounded length and hands them to the log. Looks
 * before it reads and so never waits; {@link Poller} come by regularly, and others when they want to know.
 *
 * <p>Safe for use from any thread.
 */
final class StderrPump implements Poller.Pollable {
    /** A longer line is cut into several. Also what one poll reads at most, so that a flood delays nobody else. */
    private static final int LONGEST_LINE = 64 * 1024;
    /** More than a pipe holds (1 MiB at most, Linux' pipe-max-size): after so much, all that was in it is read. */
    private static final int MAX_VISITS = 32;
    /** How long Java takes to fetch what an ended process left in its pipe (17, ProcessImpl.processExited). */
    private static final Duration STRAGGLERS = Duration.ofMillis(5);

    private static final byte[] NOTHING = new byte[0];

    private final Process process;
    private final InputStream stderr;
    private final ProcessorLog log;
    private byte[] line = NOTHING;
    private int length;
    private boolean over;

    StderrPump(Process process, ProcessorLog log) {
        this.process = process;
        this.stderr = process.getErrorStream();
        this.log = log;
    }

    /** Reads some of what is in the pipe now. {@return whether there was anything} */
    @Override
    public synchronized boolean poll() {
        boolean ended = !process.isAlive();
        int count = over ? 0 : readSome();
        if (count == 0 && ended && !over) {
            finish();
        }
        return count > 0;
    }

    /** {@return whether nothing more will come} */
    @Override
    public synchronized boolean isOver() {
        return over;
    }

    /** Reads no more. */
    @Override
    public synchronized void close() throws IOException {
        over = true;
        stderr.close();
    }

    /** Reads all that is in the pipe now. */
    void catchUp() {
        for (int visits = 0; visits < MAX_VISITS && poll(); visits++) {
            // The pipe is emptied.
        }
    }

    /** Reads the last that a child printed that has ended, or is given up. */
    void last() throws InterruptedException {
        catchUp();
        TimeUnit.NANOSECONDS.sleep(STRAGGLERS.toNanos());
        catchUp();
        log.flush();
    }

    private int readSome() {
        try {
            int ready = Math.min(stderr.available(), LONGEST_LINE - length);
            if (ready <= 0) {
                return 0;
            }
            if (line.length < length + ready) {
                byte[] larger = new byte[length + ready];
                System.arraycopy(line, 0, larger, 0, length);
                line = larger;
            }
            int count = Math.max(0, stderr.read(line, length, ready));
            printLines(length + count);
            return count;
        } catch (IOException e) {
            over = true; // Closed under the reader: the same as its end.
            return 0;
        }
    }

    /** Prints the whole lines and keeps the rest, in no more room than it needs. */
    private void printLines(int filled) {
        int start = 0;
        for (int i = length; i < filled; i++) {
            if (line[i] == '\n') {
                print(start, i);
                start = i + 1;
            }
        }
        if (start == 0 && filled == LONGEST_LINE) {
            print(0, filled);
            start = filled;
        }
        length = filled - start;
        byte[] rest = length == 0 ? NOTHING : new byte[length];
        System.arraycopy(line, start, rest, 0, length);
        line = rest;
    }

    private void finish() {
        over = true;
        print(0, length);
        length = 0;
        line = NOTHING;
        log.flush();
    }

    private void print(int start, int end) {
        int last = end > start && line[end - 1] == '\r' ? end - 1 : end;
        if (last > start) {
            log.stderr(new String(line, start, last - start, StandardCharsets.UTF_8));
        }
    }
}
