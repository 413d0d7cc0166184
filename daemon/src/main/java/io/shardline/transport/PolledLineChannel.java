package io.shardline.transport;

import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.Poller;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The channel over a child's pipes, or over a socket. The thread that sends writes itself, and the thread that waits for
 * a status reads itself: a message and its status need no other thread. The {@link Poller} does the rest: it ends waits at
 * their deadlines, and reads what the peer sends while no thread waits for it, so that a peer never blocks for long.
 *
 * <p>Safe for use from any thread. An interrupt ends a wait, and closes that direction of the channel.
 */
public final class PolledLineChannel implements LineChannel, Poller.Pollable {
    /** The most that one write passes on: Java copies it outside of the heap, into a buffer of each thread. */
    private static final int WRITE_SIZE = 64 * 1024;
    /** More than a pipe can hold (1 MiB at most, Linux' pipe-max-size): after this much, the pipe was empty once. */
    private static final int MAX_READ_AT_ONCE = 2 * 1024 * 1024;

    private static final int READ_SIZE = 8 * 1024;
    /** How much of a line that is too long is passed on. */
    private static final int MAX_HEAD = 4 * 1024;

    private final ByteSource source;
    private final WritableByteChannel sink;
    private final Closeable connection;
    private final Poller poller;
    private final LineSplitter splitter;
    private final OutputStream out = new Out();
    private final CloseOnDeadline sending;
    private final CloseOnDeadline receiving;
    private Receiver receiver = new NoReceiver();
    /** Held by the thread that reads, also while it waits. */
    private final ReentrantLock reading = new ReentrantLock();
    /** Whether another thread has read what the next {@link #receive} would wait for. Guarded by the lock. */
    private boolean readByOthers;
    /** Whether nothing more will come. Guarded by the lock. */
    private boolean ended;
    /** Whether a line was too long: the rest is read, so that the peer does not block, and dropped. Guarded by the lock. */
    private boolean overflowed;

    private volatile boolean closed;

    private PolledLineChannel(
            ByteSource source, WritableByteChannel sink, Closeable connection, int maxLineBytes, Poller poller) {
        this.source = source;
        this.sink = sink;
        this.connection = connection;
        this.poller = poller;
        this.splitter = new LineSplitter(maxLineBytes, READ_SIZE, new Lines());
        this.sending = new CloseOnDeadline(sink);
        this.receiving = new CloseOnDeadline(source);
    }

    /**
     * Makes the channel over the streams of a process.
     *
     * @param maxLineBytes the limit of a line of its stdout
     * @throws IOException if the system has no more pipes
     */
    public static PolledLineChannel overPipes(OutputStream stdin, InputStream stdout, int maxLineBytes, Poller poller)
            throws IOException {
        return new PolledLineChannel(
                ProcessPipes.reader(stdout), ProcessPipes.writer(stdin), () -> {}, maxLineBytes, poller);
    }

    /**
     * Makes the channel over a socket.
     *
     * @param socket connected; belongs to the channel from now on
     * @param maxLineBytes the limit of a line that it receives
     * @throws IOException if the socket is closed already, or the system has no more file descriptors
     */
    public static PolledLineChannel overSocket(SocketChannel socket, int maxLineBytes, Poller poller)
            throws IOException {
        return overSocket(new SocketBytes(socket), maxLineBytes, poller);
    }

    /** Makes the channel over a socket that its owner also uses otherwise. */
    static PolledLineChannel overSocket(SocketBytes bytes, int maxLineBytes, Poller poller) {
        return new PolledLineChannel(new SpinningSource(bytes), bytes.sink(), bytes::closeSocket, maxLineBytes, poller);
    }

    @Override
    public void listen(Receiver lineReceiver) {
        receiver = lineReceiver;
        poller.add(this);
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
            receiving.begin(deadline);
            try {
                count = source.read(splitter.room(1));
            } catch (ClosedByInterruptException e) {
                throw interrupted(receiving);
            } catch (IOException e) {
                // Another thread closed it: the same as its end, or the deadline.
            }
            if (receiving.end()) {
                return Received.TIMED_OUT;
            }
            return passOn(count) ? Received.SOME : Received.CLOSED;
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
                readNow(MAX_READ_AT_ONCE);
            } finally {
                reading.unlock();
            }
        }
    }

    @Override
    public boolean poll() {
        sending.poll();
        receiving.poll();
        if (!reading.tryLock()) {
            return false;
        }
        try {
            return readNow(1) > 0;
        } finally {
            reading.unlock();
        }
    }

    @Override
    public boolean isOver() {
        return closed;
    }

    /** Reads without waiting, up to {@code enough} bytes and what one read brings. {@return how many bytes came} */
    private int readNow(int enough) {
        int sum = 0;
        try {
            while (sum < enough && !ended) {
                int count = source.readNow(splitter.room(1));
                if (count == 0 || !passOn(count)) {
                    break;
                }
                sum += count;
            }
        } catch (IOException e) {
            end(); // another thread closed it
        }
        readByOthers |= sum > 0;
        return sum;
    }

    /** {@return whether these were bytes and not the end} */
    private boolean passOn(int count) {
        if (count < 0) {
            end();
            return false;
        }
        splitter.split();
        return true;
    }

    private void end() {
        if (!ended) {
            ended = true;
            splitter.end();
            if (!overflowed) {
                receiver.closed();
            }
        }
    }

    /**
     * The process at the other end has ended: reads what it left in its pipe, unless another thread is about to. Others
     * may hold the pipe open, so its end need not come.
     */
    public void processEnded() {
        if (reading.tryLock()) {
            try {
                readNow(MAX_READ_AT_ONCE);
                end();
                close();
            } finally {
                reading.unlock();
            }
        }
    }

    @Override
    public void closeOutput() {
        close(sink);
    }

    @Override
    public void close() {
        closed = true;
        close(sink);
        close(source);
        close(connection);
        receiver.closed();
    }

    private static void close(Closeable side) {
        try {
            side.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }

    /** Receives before {@link #listen} is called. */
    private static final class NoReceiver implements Receiver {
        @Override
        public void line(byte[] bytes, int offset, int length) {}

        @Override
        public void lineTooLong(byte[] head, int length) {}

        @Override
        public void closed() {}
    }

    private final class Lines implements LineSplitter.Lines {
        @Override
        public void line(byte[] bytes, int offset, int length) {
            if (!overflowed) {
                receiver.line(bytes, offset, length);
            }
        }

        @Override
        public void tooLong(byte[] bytes, int offset, int length) {
            if (!overflowed) {
                overflowed = true;
                int end = offset + Math.min(MAX_HEAD, length);
                receiver.lineTooLong(Arrays.copyOfRange(bytes, offset, end), length);
            }
        }
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
                at += sink.write(ByteBuffer.wrap(bytes, at, Math.min(WRITE_SIZE, end - at)));
            }
        }
    }
}
