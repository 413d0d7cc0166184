package io.shardline.integration.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Signals to processes that a trial has started, by their id. */
public final class Processes {
    private Processes() {}

    /** Sends SIGKILL. */
    public static void kill(long pid) {
        signal("KILL", pid);
    }

    /** Sends a signal by its short name. */
    static void signal(String name, long pid) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            assertThat(exit).as("kill -%s %d", name, pid).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Waits for the end of a process that need not be a child of this one. */
    public static void awaitGone(long pid, Duration atMost) {
        await("process " + pid + " gone")
                .atMost(atMost)
                .until(() ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }
}
