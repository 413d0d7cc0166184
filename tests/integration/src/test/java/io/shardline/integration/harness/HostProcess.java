package io.shardline.integration.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An application that listens: {@code tests/processors/host.py} or a variant of it, in a process of its own. */
public final class HostProcess implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

    private final Process process;
    private final Path log;

    private HostProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param directory the test's folder: for the log and the ledger
     * @param address {@code unix:/path} or {@code HOST:PORT}
     */
    public static HostProcess start(Path directory, String script, String address, String... switches) {
        try {
            List<String> command = new ArrayList<>(List.of(
                    "python3",
                    Repository.path("tests/processors/" + script).toString(),
                    "--listen",
                    address,
                    "--directory",
                    directory.resolve("ledger").toString(),
                    "--owner",
                    "host"));
            command.addAll(Arrays.asList(switches));
            Path log = Files.createTempFile(directory, "host-", ".log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            HostProcess host = new HostProcess(process, log);
            await("the application listens")
                    .atMost(START_TIMEOUT)
                    .until(() -> host.log().contains("listening at") || !process.isAlive());
            assertThat(process.isAlive()).as(host.log()).isTrue();
            return host;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that it printed. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Lets it leave in order (SIGTERM). */
    public void leave() {
        process.destroy();
    }

    /** Kills it (SIGKILL) and waits for its end. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Stops it where it stands (SIGSTOP). */
    public void pause() {
        Processes.signal("STOP", pid());
    }

    /** Lets it continue after {@link #pause()}. */
    public void resume() {
        Processes.signal("CONT", pid());
    }

    /** Waits for its end and gives the exit code. */
    public int awaitExit(Duration atMost) {
        try {
            assertThat(process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS))
                    .as("the application ends: %s", log())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
