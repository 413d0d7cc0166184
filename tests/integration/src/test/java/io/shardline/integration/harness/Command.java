package io.shardline.integration.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command that runs to its end in the root of the repository.
 *
 * @param environment is added to the tests' own
 * @param input what it reads on stdin
 */
public record Command(List<String> words, Map<String, String> environment, String input) {

    public static Command of(String... words) {
        return new Command(List.of(words));
    }

    public Command(List<String> words) {
        this(words, Map.of(), "");
    }

    /** Runs it, with its output in a file, and fails with that output unless it ends in time with exit code 0. */
    public void run(Path output, Duration atMost) {
        try {
            ProcessBuilder builder = new ProcessBuilder(words)
                    .directory(Repository.path(".").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try (Writer stdin = process.outputWriter(StandardCharsets.UTF_8)) {
                stdin.write(input);
            }
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
