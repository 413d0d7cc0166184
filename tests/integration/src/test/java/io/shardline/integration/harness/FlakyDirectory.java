package io.shardline.integration.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A folder that cannot be written to half of the time: its name leads to a file then. Until it is closed. */
public final class FlakyDirectory implements AutoCloseable {
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Path name;
    private final Path folder;
    private final Path noFolder;
    private volatile long stayUntil = System.nanoTime();
    private boolean away;

    private FlakyDirectory(Path name) {
        this.name = name;
        this.folder = name.resolveSibling(name.getFileName() + "-folder");
        this.noFolder = name.resolveSibling(name.getFileName() + "-no-folder");
    }

    /** Begins with the folder there; it goes and comes in this interval. */
    public static FlakyDirectory start(Path name, Duration interval) {
        FlakyDirectory half = new FlakyDirectory(name);
        try {
            Files.createDirectories(half.folder);
            Files.createFile(half.noFolder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        half.lead(half.folder);
        var unused = half.thread.scheduleAtFixedRate(
                half::turn, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return half;
    }

    /** What is in the folder, whether it is away or not. */
    public DiscardedFiles files() {
        return new DiscardedFiles(folder);
    }

    /** From now on for so long it stays: a daemon does not start without its destination. */
    public void stayFor(Duration time) {
        stayUntil = System.nanoTime() + time.toNanos();
    }

    private void turn() {
        away = !away && System.nanoTime() - stayUntil >= 0;
        lead(away ? noFolder : folder);
    }

    private void lead(Path target) {
        try {
            Path next = name.resolveSibling(name.getFileName() + "-next");
            Files.createSymbolicLink(next, target);
            Files.move(next, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves it as it is. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
