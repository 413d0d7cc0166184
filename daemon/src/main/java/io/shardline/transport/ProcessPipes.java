package io.shardline.transport;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Makes channels of the streams of a {@link Process}. Nothing ends a wait in such a stream, not even closing it; a wait in
 * a channel ends when the channel is closed. So the thread that waits for a child can read the pipe itself.
 *
 * <p>The pipes are file streams inside the streams that Java returns (17 to 25, ProcessImpl: ProcessPipeInputStream,
 * ProcessPipeOutputStream). The jar's manifest opens {@code java.io} for them. Where the manifest does not apply, such as
 * with {@code java -cp}, threads copy the bytes ({@link PumpedPipe}).
 */
final class ProcessPipes {
    private static final Field IN = field(FilterInputStream.class, "in");
    private static final Field OUT = field(FilterOutputStream.class, "out");

    private ProcessPipes() {}

    /** {@return whether the file streams can be reached} */
    static boolean areReachable() {
        return IN != null && OUT != null;
    }

    /** {@return a channel to the child; closed by Java when the process has ended} */
    static WritableByteChannel writer(OutputStream stdin) throws IOException {
        OutputStream inner = stdin instanceof FilterOutputStream ? (OutputStream) value(OUT, stdin) : null;
        return inner instanceof FileOutputStream file ? file.getChannel() : PumpedPipe.to(stdin);
    }

    /** {@return what comes from the child; the stream is empty from now on} */
    static ByteSource reader(InputStream stdout) throws IOException {
        InputStream inner = stdout instanceof FilterInputStream ? (InputStream) value(IN, stdout) : null;
        if (!(inner instanceof FileInputStream file)) {
            return PumpedPipe.from(stdout);
        }
        // Or Java would compete with us for what an ended process left in its pipe (ProcessImpl.processExited).
        replace(IN, stdout, InputStream.nullInputStream());
        return new SpinningSource(new FilePipe(file, file.getChannel()));
    }

    private record FilePipe(FileInputStream file, FileChannel channel) implements ByteSource {
        @Override
        public int readNow(ByteBuffer into) throws IOException {
            return file.available() > 0 ? channel.read(into) : 0;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            return channel.read(into);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static Field field(Class<?> owner, String name) {
        try {
            Field field = owner.getDeclaredField(name);
            return field.trySetAccessible() ? field : null;
        } catch (NoSuchFieldException e) {
            return null;
        }
    }

    private static Object value(Field field, Object owner) {
        try {
            return field == null ? null : field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e); // it was made accessible
        }
    }

    private static void replace(Field field, Object owner, Object value) {
        try {
            field.set(owner, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e); // it was made accessible
        }
    }
}
