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
 * Makes a channel of a stream in which a wait cannot be ended: a thread of its own waits in the stream and copies the
 * bytes to or from a pipe of the daemon's.
 */
final class PumpedPipe implements ByteSource {
    private static final int COPY_SIZE = 16 * 1024;

    private final ReadableByteChannel pipe;
    private final AtomicLong available = new AtomicLong();

    private PumpedPipe(ReadableByteChannel pipe) {
        this.pipe = pipe;
    }

    static ByteSource from(InputStream stream) throws IOException {
        Pipe pipe = Pipe.open();
        PumpedPipe pumped = new PumpedPipe(pipe.source());
        NamedThreads.start("stdout-pump", () -> pumped.copyFrom(stream, pipe.sink()));
        return pumped;
    }

    static WritableByteChannel to(OutputStream stream) throws IOException {
        Pipe pipe = Pipe.open();
        NamedThreads.start("stdin-pump", () -> copyTo(stream, Channels.newInputStream(pipe.source())));
        return pipe.sink();
    }

    private void copyFrom(InputStream stream, WritableByteChannel pipeEnd) {
        byte[] bytes = new byte[COPY_SIZE];
        try (pipeEnd) {
            for (int count = stream.read(bytes); count >= 0; count = stream.read(bytes)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
                while (buffer.hasRemaining()) {
                    available.addAndGet(pipeEnd.write(buffer));
                }
            }
        } catch (IOException e) {
            // The child or the daemon has closed its end: there is nothing more to copy.
        }
    }

    private static void copyTo(OutputStream stream, InputStream pipeEnd) {
        byte[] bytes = new byte[COPY_SIZE];
        try (pipeEnd;
                stream) {
            for (int count = pipeEnd.read(bytes); count >= 0; count = pipeEnd.read(bytes)) {
                stream.write(bytes, 0, count);
                stream.flush();
            }
        } catch (IOException e) {
            // As above. The sender learns of it by a broken pipe.
        }
    }

    @Override
    public int readNow(ByteBuffer into) throws IOException {
        return available.get() > 0 ? read(into) : 0;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int count = pipe.read(into);
        if (count > 0) {
            available.addAndGet(-count);
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        pipe.close();
    }
}
