package io.shardline.child;

import io.shardline.concurrent.Poller;
import io.shardline.transport.LineSplitter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Reads what one child prints to its stderr and passes the lines to the log. It never waits: it reads what is there when
 * the {@link Poller} or another thread calls.
 *
 * <p>Safe for use from any thread.
 */
final class StderrPump implements Poller.Pollable {
    /** A longer line is cut into several. Also the most that one poll reads, so that a flood delays no other child. */
    private static final int MAX_LINE_BYTES = 64 * 1024;
    /** More than a pipe can hold (1 MiB at most, Linux' pipe-max-size): after so many polls, the pipe was empty once. */
    private static final int MAX_POLLS = 32;
    /** How long Java takes to fetch what an ended process left in its pipe (17, ProcessImpl.processExited). */
    private static final Duration LAST_OUTPUT_DELAY = Duration.ofMillis(5);

    private final Process process;
    private final InputStream stderr;
    private final ProcessorLog log;
    /** Keeps no buffer while the child prints nothing: most children seldom do. */
    private final LineSplitter splitter = new LineSplitter(MAX_LINE_BYTES - 1, 0, new Lines());

    private boolean over;

    StderrPump(Process process, ProcessorLog log) {
        this(process, process.getErrorStream(), log);
    }

    /** Makes the pump of a stream that is not the child's stderr alone. */
    StderrPump(Process process, InputStream output, ProcessorLog log) {
        this.process = process;
        this.stderr = output;
        this.log = log;
    }

    /** Reads some of what is in the pipe. {@return whether there was anything} */
    @Override
    public synchronized boolean poll() {
        boolean ended = !process.isAlive();
        int count = over ? 0 : readNow();
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

    /** Reads everything that is in the pipe. */
    void catchUp() {
        for (int polls = 0; polls < MAX_POLLS && poll(); polls++) {
            // The pipe is emptied.
        }
    }

    /** Reads the last output of a child that has ended or was stopped. */
    void readLast() throws InterruptedException {
        catchUp();
        TimeUnit.NANOSECONDS.sleep(LAST_OUTPUT_DELAY.toNanos());
        catchUp();
        log.flush();
    }

    private int readNow() {
        try {
            int ready = Math.min(stderr.available(), MAX_LINE_BYTES - splitter.pending());
            return ready <= 0 ? 0 : Math.max(0, splitter.readFrom(stderr, ready));
        } catch (IOException e) {
            over = true; // Closed by another thread: the same as its end.
            return 0;
        }
    }

    private void finish() {
        over = true;
        splitter.end();
        log.flush();
    }

    private final class Lines implements LineSplitter.Lines {
        @Override
        public void line(byte[] bytes, int offset, int length) {
            int end = offset + length;
            int last = length > 0 && bytes[end - 1] == '\r' ? end - 1 : end;
            if (last > offset) {
                log.stderr(new String(bytes, offset, last - offset, StandardCharsets.UTF_8));
            }
        }

        @Override
        public void tooLong(byte[] bytes, int offset, int length) {
            line(bytes, offset, length);
        }
    }
}
