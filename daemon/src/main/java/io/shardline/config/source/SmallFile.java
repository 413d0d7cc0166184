package io.shardline.config.source;

import io.shardline.concurrent.NamedThreads;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads what a user has named as a file. It may be a pipe, as in {@code -p <(decrypt app.properties)}, and nobody may ever
 * write to that.
 */
public final class SmallFile {
    /** A thousand times the largest real file. */
    private static final int MAX_BYTES = 1 << 20;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int FILE_TYPE = 0170000;
    private static final int PIPE = 0010000;

    private SmallFile() {}

    /** Opens what is to be read. */
    interface Opening {
        InputStream open() throws IOException;
    }

    /**
     * Reads a file or a pipe to its end.
     *
     * @throws IOException if it cannot be read, is longer, or does not end in time; the message of the last two is for people
     */
    public static byte[] read(Path file) throws IOException {
        return read(() -> Files.newInputStream(file));
    }

    /** The same for a stream, which is closed. */
    static byte[] read(Opening opening) throws IOException {
        FutureTask<byte[]> task = new FutureTask<>(() -> {
            try (InputStream in = opening.open()) {
                return in.readNBytes(MAX_BYTES + 1);
            }
        });
        // A thread of its own, because neither opening nor reading a pipe can be interrupted.
        NamedThreads.start("file-reader", task);
        try {
            byte[] bytes = task.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("it is larger than 1 MiB");
            }
            return bytes;
        } catch (TimeoutException e) {
            throw new IOException(
                    "it did not end within " + TIMEOUT.toSeconds() + " s; is it a pipe that nobody writes to?", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException fault ? fault : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the daemon is stopping", e);
        }
    }

    /**
     * {@return whether it is a named pipe, which blocks whoever writes to it while nobody reads; false for the standard
     * streams, which somebody reads, and on systems without pipes in their file system}
     */
    public static boolean isNamedPipe(Path file) {
        if (file.startsWith("/dev") || file.startsWith("/proc") || !Files.exists(file)) {
            return false;
        }
        try {
            return ((int) Files.getAttribute(file, "unix:mode") & FILE_TYPE) == PIPE;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }
}
