package io.shardline.child;

import io.shardline.concurrent.NamedThreads;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The one reader of a child's stderr: splits it into lines of bounded length and hands them to the log. */
final class StderrPump {
    private static final int LONGEST_LINE = 64 * 1024;

    private final InputStream stderr;
    private final ProcessorLog log;
    private final byte[] buffer = new byte[LONGEST_LINE];
    private final Thread thread;

    StderrPump(String threadName, InputStream stderr, ProcessorLog log) {
        this.stderr = stderr;
        this.log = log;
        this.thread = NamedThreads.start(threadName, this::pump);
    }

    /** Waits until everything was read, at most this long: a grandchild may hold the pipe open. */
    void awaitEnd(Duration longest) throws InterruptedException {
        thread.join(longest.toMillis());
        log.flush();
    }

    private void pump() {
        int length = 0;
        try {
            while (true) {
                int count = stderr.read(buffer, length, buffer.length - length);
                if (count < 0) {
                    break;
                }
                length = printLines(length, length + count);
            }
        } catch (IOException e) {
            // Closed under the reader: the same as its end.
        }
        print(0, length);
    }

    /** Prints the whole lines in the buffer and moves the rest to its start. A full buffer counts as a line. */
    private int printLines(int scanFrom, int length) {
        int start = 0;
        for (int i = scanFrom; i < length; i++) {
            if (buffer[i] == '\n') {
                print(start, i);
                start = i + 1;
            }
        }
        if (start == 0 && length == buffer.length) {
            print(0, length);
            return 0;
        }
        System.arraycopy(buffer, start, buffer, 0, length - start);
        return length - start;
    }

    private void print(int start, int end) {
        int last = end > start && buffer[end - 1] == '\r' ? end - 1 : end;
        if (last > start) {
            log.stderr(new String(buffer, start, last - start, StandardCharsets.UTF_8));
        }
    }
}
