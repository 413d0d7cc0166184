package io.shardline.integration.destinations;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.Requirement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A disk of a few kilobytes, mounted on a folder until it is closed. */
final class SmallDisk implements AutoCloseable {
    static final String FILLER = "filler";

    private static final int BYTES = 64 * 1024;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Mounts it, or skips the test where that is not allowed. */
    static SmallDisk mount(Path folder) throws IOException, InterruptedException {
        Requirement.command("mount", "-t", "tmpfs", "-o", "size=" + BYTES, "tmpfs", folder.toString());
        return new SmallDisk(folder);
    }

    void fill() throws IOException {
        Files.write(folder.resolve(FILLER), new byte[BYTES]);
    }

    void empty() throws IOException {
        Files.delete(folder.resolve(FILLER));
    }

    List<String> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        Process umount = new ProcessBuilder("umount", "--lazy", folder.toString())
                .inheritIO()
                .start();
        try {
            assertThat(umount.waitFor()).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
