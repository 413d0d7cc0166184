package io.shardline.transport;

import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.NamedThreads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The channel over a child's stdin and stdout.
 *
 * <p>One thread of its own reads stdout from start to end, so that a child never blocks on what it prints. A line that
 * surely fits into an empty pipe is written by the caller; a longer one by a borrowed thread, because a write into a
 * pipe cannot be interrupted: if the child never reads, the caller still comes back at the deadline.
 */
public final class StdioChannel implements LineChannel {
    /** The smallest capacity that Linux gives a pipe (a page, when a user has very many pipes). */
    private static final int SURELY_FITS = 4096;

    private static final int READ_SIZE = 8 * 1024;
    /** How much of a line that is too long is shown. */
    private static final int HEAD = 4 * 1024;
    /** How often a line that is stuck asks for its deadline. */
    private static final Duration GLANCE = Duration.ofMillis(500);

    private final OutputStream stdin;
    private final InputStream stdout;
    private final int maxLineBytes;
    private final Executor writers;

    /**
     * Makes the channel; nothing is read yet.
     *
     * @param maxLineBytes a line of stdout may have so many bytes
     * @param writers lends threads for long lines; must start a task at once
     */
    public StdioChannel(OutputStream stdin, InputStream stdout, int maxLineBytes, Executor writers) {
        this.stdin = stdin;
        this.stdout = stdout;
        this.maxLineBytes = maxLineBytes;
        this.writers = writers;
    }

    /** Starts the reader. Called once. */
    public void startReading(String threadName, Receiver receiver) {
        NamedThreads.start(threadName, () -> read(receiver));
    }

    @Override
    public Sent send(Line line, Supplier<Deadline> deadline) throws InterruptedException {
        if (line.sizeHint() <= SURELY_FITS) {
            try {
                line.writeTo(stdin);
                return new Sent.Done();
            } catch (IOException e) {
                return new Sent.Broken(e);
            }
        }
        FutureTask<Sent> task = new FutureTask<>(() -> {
            line.writeTo(stdin);
            return new Sent.Done();
        });
        writers.execute(task);
        while (true) {
            Deadline now = deadline.get();
            try {
                return task.get(now.remainingNanos(GLANCE), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (now.expired()) {
                    return new Sent.TimedOut();
                }
            } catch (ExecutionException e) {
                return new Sent.Broken(
                        e.getCause() instanceof IOException cause
                                ? cause
                                : new IOException("write failed", e.getCause()));
            }
        }
    }

    private void read(Receiver receiver) {
        byte[] buffer = new byte[READ_SIZE];
        int length = 0;
        int scanned = 0;
        try {
            while (true) {
                int end = indexOfNewline(buffer, scanned, length);
                if (end >= 0) {
                    receiver.line(buffer, 0, end);
                    System.arraycopy(buffer, end + 1, buffer, 0, length - end - 1);
                    length -= end + 1;
                    scanned = 0;
                    continue;
                }
                scanned = length;
                if (length > maxLineBytes) {
                    receiver.lineTooLong(Arrays.copyOf(buffer, Math.min(HEAD, length)), length);
                    drain();
                    return;
                }
                buffer = roomFor(buffer, length);
                int count = stdout.read(buffer, length, buffer.length - length);
                if (count < 0) {
                    break;
                }
                length += count;
            }
        } catch (IOException e) {
            // The stream was closed under the reader: the same as the end of it.
        }
        if (length > 0) {
            receiver.line(buffer, 0, length);
        }
        receiver.closed();
    }

    /** Twice as large when full, small again after a long line. */
    private static byte[] roomFor(byte[] buffer, int length) {
        if (length == buffer.length) {
            return Arrays.copyOf(buffer, buffer.length * 2);
        }
        return length == 0 && buffer.length > READ_SIZE ? new byte[READ_SIZE] : buffer;
    }

    private void drain() throws IOException {
        byte[] rest = new byte[READ_SIZE];
        while (stdout.read(rest) >= 0) {
            // A child that is being stopped must not block on what it prints.
        }
    }

    private static int indexOfNewline(byte[] buffer, int from, int to) {
        for (int i = from; i < to; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
