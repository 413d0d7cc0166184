package io.shardline.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;

/**
 * A connected socket as a source and a sink of bytes. It does not block, so that a read can look without waiting; each
 * side waits in a selector of its own, which ends when that side is closed.
 *
 * <p>One thread reads at a time and one writes; any thread may close.
 */
final class SocketBytes implements ByteSource {
    private final SocketChannel socket;
    private final Readiness readable;
    private final Sink sink = new Sink();
    private volatile boolean closed;

    /** @param socket connected; belongs to this object from now on */
    SocketBytes(SocketChannel socket) throws IOException {
        this.socket = socket;
        socket.configureBlocking(false);
        this.readable = new Readiness(socket, SelectionKey.OP_READ, this);
    }

    /** {@return the other direction: closing it ends the output and leaves the input open} */
    WritableByteChannel sink() {
        return sink;
    }

    @Override
    public int readNow(ByteBuffer into) throws IOException {
        if (closed) {
            throw new AsynchronousCloseException();
        }
        return socket.read(into);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int count = readNow(into);
        while (count == 0) {
            readable.await();
            count = readNow(into);
        }
        return count;
    }

    /** Ends the input: nothing more is read. The socket stays open, so that the end of the peer can be awaited. */
    @Override
    public void close() throws IOException {
        closed = true;
        readable.close();
    }

    /** {@return the socket itself} */
    SocketChannel socket() {
        return socket;
    }

    /** Closes the socket, both directions. */
    void closeSocket() throws IOException {
        try (this) {
            socket.close();
        } finally {
            sink.stopWaiting();
        }
    }

    private final class Sink implements WritableByteChannel {
        private Readiness writable;
        private boolean closed;

        @Override
        public int write(ByteBuffer from) throws IOException {
            int count = socket.write(from);
            while (count == 0 && from.hasRemaining()) {
                writable().await();
                count = socket.write(from);
            }
            return count;
        }

        /** Made when the socket is full for the first time: most never are. */
        private synchronized Readiness writable() throws IOException {
            if (closed) {
                throw new AsynchronousCloseException();
            }
            if (writable == null) {
                writable = new Readiness(socket, SelectionKey.OP_WRITE, this);
            }
            return writable;
        }

        @Override
        public boolean isOpen() {
            return socket.isOpen();
        }

        @Override
        public void close() throws IOException {
            stopWaiting();
            if (socket.isOpen()) {
                socket.shutdownOutput();
            }
        }

        private synchronized void stopWaiting() throws IOException {
            closed = true;
            if (writable != null) {
                writable.close();
            }
        }
    }

    /** Waits until the socket can be used again in one direction. */
    private static final class Readiness implements Closeable {
        private final Selector selector;
        private final Closeable direction;

        /** @param direction closed when the thread that waits is interrupted, as the JDK's own channels are */
        Readiness(SocketChannel socket, int operation, Closeable direction) throws IOException {
            this.selector = Selector.open();
            this.direction = direction;
            try {
                socket.register(selector, operation);
            } catch (IOException e) {
                selector.close();
                throw e;
            }
        }

        void await() throws IOException {
            try {
                selector.select();
                selector.selectedKeys().clear();
            } catch (ClosedSelectorException e) {
                throw new AsynchronousCloseException();
            }
            if (Thread.currentThread().isInterrupted()) {
                direction.close();
                throw new ClosedByInterruptException();
            }
        }

        @Override
        public void close() throws IOException {
            selector.close();
        }
    }
}
