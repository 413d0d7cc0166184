package io.shardline.transport;

import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.NamedThreads;
import io.shardline.concurrent.Poller;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The channel over a child's stdin and stdout. Whoever sends writes in person, whoever waits for an answer reads in
 * person: a message and its answer need no other thread. {@link Poller} does the rest: it ends waits at their deadlines,
 * and reads what the child prints while nobody waits for it, so that a child never blocks on what it prints.
 *
 * <p>Safe for use from any thread. An interrupt ends a wait, and closes that end of the channel.
 */
public final class StdioChannel implements LineChannel, Poller.Pollable {
    /** What is written at once: more would only make Java's copy outside of the heap larger, of which each thread has one. */
    private static final int WRITE_SIZE = 64 * 1024;
    /** More than a pipe holds (1 MiB at most, Linux' pipe-max-size): after so much, all that was in it is read. */
    private static final int MAX_READ_AT_ONCE = 2 * 1024 * 1024;

    private final WritableByteChannel stdin;
    private final PipeReader stdout;
    private final LineSplitter lines;
    private final Receiver receiver;
    private final OutputStream out = new Out();
    private final CloseOnDeadline sending;
    private final CloseOnDeadline hearing;
    /** Held by whoever reads, also while he waits. */
    private final ReentrantLock reading = new ReentrantLock();
    /** Whether others have read what the next {@link #receive} would wait for. Guarded by the lock. */
    private boolean readByOthers;
    /** Whether nothing will come any more. Guarded by the lock. */
    private boolean ended;

    private volatile boolean closed;

    /**
     * Makes the channel; nothing is read before it is listened to.
     *
     * @param maxLineBytes a line of stdout may have so many bytes
     * @param receiver hears all lines, on the thread that has read them
     * @throws IOException if the system has no more pipes
     */
    public StdioChannel(OutputStream stdin, InputStream stdout, int maxLineBytes, Receiver receiver)
            throws IOException {
        this.stdin = ProcessPipes.writer(stdin);
        this.stdout = ProcessPipes.reader(stdout);
        this.receiver = receiver;
        this.lines = new LineSplitter(maxLineBytes, receiver);
        this.sending = new CloseOnDeadline(this.stdin);
        this.hearing = new CloseOnDeadline(this.stdout);
    }

    /** From now on all that is printed is read, by {@link #receive} or these rounds. Called once. */
    public void listen(Poller rounds) {
        rounds.add(this);
    }

    /** From now on all that is printed is read at once, on a thread of its own. Called once, instead of {@link #listen}. */
    public void startReading(String threadName, Poller rounds) {
        rounds.add(this);
        NamedThreads.start(threadName, this::readToTheEnd);
    }

    private void readToTheEnd() {
        try {
            while (receive(Deadline::none) == Received.SOME) {
                // The receiver has it.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized Sent send(Line line, Supplier<Deadline> deadline) throws InterruptedException {
        IOException fault = null;
        sending.begin(deadline);
        try {
            line.writeTo(out);
        } catch (ClosedByInterruptException e) {
            throw interrupted(sending);
        } catch (IOException e) {
            fault = e;
        }
        if (sending.end()) {
            return new Sent.TimedOut();
        }
        return fault == null ? new Sent.Done() : new Sent.Broken(fault);
    }

    @Override
    public Received receive(Supplier<Deadline> deadline) throws InterruptedException {
        reading.lockInterruptibly();
        try {
            if (readByOthers) {
                readByOthers = false;
                return Received.SOME;
            }
            if (ended) {
                return Received.CLOSED;
            }
            int count = -1;
            hearing.begin(deadline);
            try {
                count = stdout.read(lines.room());
            } catch (ClosedByInterruptException e) {
                throw interrupted(hearing);
            } catch (IOException e) {
                // It was closed under the reader: the same as its end, or the deadline.
            }
            if (hearing.end()) {
                return Received.TIMED_OUT;
            }
            return took(count) ? Received.SOME : Received.CLOSED;
        } finally {
            reading.unlock();
        }
    }

    private static InterruptedException interrupted(CloseOnDeadline wait) {
        wait.end();
        Thread.interrupted();
        return new InterruptedException();
    }

    @Override
    public void catchUp() {
        if (reading.tryLock()) {
            try {
                readWhatIsThere(MAX_READ_AT_ONCE);
            } finally {
                reading.unlock();
            }
        }
    }

    @Override
    public boolean poll() {
        sending.look();
        hearing.look();
        if (!reading.tryLock()) {
            return false;
        }
        try {
            return readWhatIsThere(1) > 0;
        } finally {
            reading.unlock();
        }
    }

    @Override
    public boolean isOver() {
        return closed;
    }

    /** {@return how many bytes were read: up to {@code enough} and what one read brings} */
    private int readWhatIsThere(int enough) {
        int sum = 0;
        try {
            while (sum < enough && !ended && stdout.available() > 0) {
                int count = stdout.read(lines.room());
                if (!took(count)) {
                    break;
                }
                sum += count;
            }
        } catch (IOException e) {
            end(); // closed under the reader
        }
        readByOthers |= sum > 0;
        return sum;
    }

    /** {@return whether these were bytes and not the end} */
    private boolean took(int count) {
        if (count < 0) {
            end();
            return false;
        }
        lines.split();
        return true;
    }

    private void end() {
        if (!ended) {
            ended = true;
            lines.end();
        }
    }

    /** The process has ended: what it left in its pipe is read now, if nobody is at it. */
    public void processEnded() {
        if (reading.tryLock()) {
            try {
                readWhatIsThere(MAX_READ_AT_ONCE);
                end();
                close();
            } finally {
                reading.unlock();
            }
        }
    }

    /** Closes both ends, whoever waits at them: a process that is gone may have left others that hold its pipes open. */
    @Override
    public void close() {
        closed = true;
        for (Closeable end : new Closeable[] {stdin, stdout}) {
            try {
                end.close();
            } catch (IOException e) {
                // It is closed all the same.
            }
        }
        receiver.closed();
    }

    /** The bytes of the line that is being sent. */
    private final class Out extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            int end = offset + count;
            for (int at = offset; at < end; ) {
                at += stdin.write(ByteBuffer.wrap(bytes, at, Math.min(WRITE_SIZE, end - at)));
            }
        }
    }
}
