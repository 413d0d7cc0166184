package io.shardline.integration.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** One running daemon: a JVM of its own, its output in a file. Closing it ends it and all its descendants. */
public final class DaemonProcess implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Path logFile;
    private final Set<ProcessHandle> seenChildren = ConcurrentHashMap.newKeySet();

    DaemonProcess(String name, Process process, Path logFile) {
        this.name = name;
        this.process = process;
        this.logFile = logFile;
    }

    /** The name that the test gave it, which is its worker id and its processors' owner. */
    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** All that it printed on stdout and stderr. */
    public String log() {
        try {
            return new String(Files.readAllBytes(logFile), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The log's lines. */
    public List<String> logLines() {
        return log().lines().toList();
    }

    /** Waits for a piece of text in the log. */
    public void awaitLog(String text, Duration atMost) {
        await("\"" + text + "\" in the log of " + name).atMost(atMost).until(() -> log().contains(text) || ended());
        assertThat(log()).contains(text);
    }

    private boolean ended() {
        return !process.isAlive();
    }

    /** The processes that it started and that still run, at this moment. */
    public List<ProcessHandle> children() {
        List<ProcessHandle> children = process.descendants().toList();
        seenChildren.addAll(children);
        return children;
    }

    /** Sends SIGTERM. */
    public void terminate() {
        children();
        process.destroy();
    }

    /** Sends SIGINT, as Ctrl-C does. */
    public void interrupt() {
        children();
        Processes.signal("INT", pid());
    }

    /** Sends SIGKILL. */
    public void kill() {
        children();
        process.destroyForcibly();
    }

    /** Stops it where it stands (SIGSTOP), as a long pause of its machine would. */
    public void pause() {
        Processes.signal("STOP", pid());
    }

    /** Lets it go on after {@link #pause()}. */
    public void resume() {
        Processes.signal("CONT", pid());
    }

    /** Waits for its end and gives the exit code, 128 + n when signal n killed it. */
    public int awaitExit(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("daemon %s still runs after %s".formatted(name, atMost));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Waits until none of the children is left that were there at the last signal or look. */
    public void awaitChildrenGone(Duration atMost) {
        await("children of " + name + " gone")
                .atMost(atMost)
                .untilAsserted(() -> assertThat(seenChildren).noneMatch(ProcessHandle::isAlive));
    }

    @Override
    public void close() {
        children();
        process.destroyForcibly();
        seenChildren.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }
}
