package io.shardline.integration.samples;

import io.shardline.integration.harness.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A sample that listens and serves all shards in one process. Closing it kills the process. */
final class HostedSample implements AutoCloseable {
    private final Process process;
    private final Path output;

    private HostedSample(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it in the root of the repository. */
    static HostedSample start(List<String> command, Path output) {
        try {
            return new HostedSample(
                    new ProcessBuilder(command)
                            .directory(Repository.path(".").toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                            .start(),
                    output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    /** Kills it and what it has started. */
    void kill() {
        Stream.concat(process.descendants().toList().stream(), Stream.of(process.toHandle()))
                .forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }

    /** Sends TERM. {@return its exit code; empty if it has not ended in time, and is killed} */
    OptionalInt terminate(Duration atMost) {
        try {
            process.destroy();
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)
                    ? OptionalInt.of(process.exitValue())
                    : OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            kill();
        }
    }

    /** What it and its predecessors have printed. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
