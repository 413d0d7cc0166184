package io.shardline.transport;

import io.shardline.concurrent.NamedThreads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives a stream in which a wait cannot be ended the ways of a channel: a thread waits in its place and carries the bytes
 * over into a pipe of our own.
 */
final class PumpedPipe implements PipeReader {
    private static final int PIECE = 16 * 1024;

    private final ReadableByteChannel near;
    private final AtomicLong available = new AtomicLong();

    private PumpedPipe(ReadableByteChannel near) {
        this.near = near;
    }

    static PipeReader from(InputStream stream) throws IOException {
        Pipe pipe = Pipe.open();
        PumpedPipe carried = new PumpedPipe(pipe.source());
        NamedThreads.start("stdout-carrier", () -> carried.fill(stream, pipe.sink()));
        return carried;
    }

    static WritableByteChannel to(OutputStream stream) throws IOException {
        Pipe pipe = Pipe.open();
        NamedThreads.start("stdin-carrier", () -> empty(Channels.newInputStream(pipe.source()), stream));
        return pipe.sink();
    }

    private void fill(InputStream stream, WritableByteChannel far) {
        byte[] piece = new byte[PIECE];
        try (far) {
            for (int count = stream.read(piece); count >= 0; count = stream.read(piece)) {
                ByteBuffer bytes = ByteBuffer.wrap(piece, 0, count);
                while (bytes.hasRemaining()) {
                    available.addAndGet(far.write(bytes));
                }
            }
        } catch (IOException e) {
            // The child or the daemon has closed its end: there is nothing more to carry.
        }
    }

    private static void empty(InputStream far, OutputStream stream) {
        byte[] piece = new byte[PIECE];
        try (far;
                stream) {
            for (int count = far.read(piece); count >= 0; count = far.read(piece)) {
                stream.write(piece, 0, count);
                stream.flush();
            }
        } catch (IOException e) {
            // As above; our writer hears of it by the broken pipe.
        }
    }

    @Override
    public int available() {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, available.get()));
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int count = near.read(into);
        if (count > 0) {
            available.addAndGet(-count);
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        near.close();
    }
}
