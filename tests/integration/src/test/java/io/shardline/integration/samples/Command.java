package io.shardline.integration.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that runs to its end in the root of the repository. */
record Command(List<String> words) {

    static Command of(String... words) {
        return new Command(List.of(words));
    }

    /** Runs it, with its output in a file, and fails with that output unless it ends in time with exit code 0. */
    void run(Path output, Duration atMost) {
        try {
            Process process = new ProcessBuilder(words)
                    .directory(Repository.path(".").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            String description = String.join(" ", words) + "\n" + Files.readString(output);
            assertThat(ended).as("ended within %s: %s", atMost, description).isTrue();
            assertThat(process.exitValue()).as(description).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + words, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
