package io.shardline.child;

import io.shardline.concurrent.NamedThreads;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The one reader of a child's stderr: splits it into lines of bounded length and hands them to the log.
 *
 * <p>A reader that waits in {@code read} cannot say whether all that was printed so far is read. One that
 * {@linkplain #thatCatchesUp catches up} looks before it reads, and so can.
 */
final class StderrPump {
    private static final int LONGEST_LINE = 64 * 1024;

    private final InputStream stderr;
    private final ProcessorLog log;
    private final byte[] buffer = new byte[LONGEST_LINE];
    private final Thread thread;
    private final CatchUp catchUp;

    StderrPump(String threadName, InputStream stderr, ProcessorLog log) {
        this(threadName, stderr, log, null);
    }

    private StderrPump(String threadName, InputStream stderr, ProcessorLog log, CatchUp catchUp) {
        this.stderr = stderr;
        this.log = log;
        this.catchUp = catchUp;
        this.thread = NamedThreads.start(threadName, this::pump);
    }

    /** {@return a reader of the process's stderr that can say when it has read all that was printed} */
    static StderrPump thatCatchesUp(String threadName, Process process, ProcessorLog log) {
        CatchUp catchUp = new CatchUp();
        StderrPump pump = new StderrPump(threadName, process.getErrorStream(), log, catchUp);
        var unused = process.onExit().thenRun(catchUp::end);
        return pump;
    }

    /** Waits until everything was read that is in the pipe now, at most this long. */
    void catchUp(Duration longest) throws InterruptedException {
        if (catchUp != null) {
            catchUp.await(longest);
        }
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
                if (catchUp != null) {
                    catchUp.untilSomethingCame(stderr);
                }
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
