package io.shardline.integration.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** Signals to processes that an environment has started, by their id. */
public final class Processes {
    /** Resets SIGINT, which a build in the background inherits as ignored, and runs the command that follows. */
    public static final List<String> WITH_SIGINT = List.of(
            "python3",
            "-c",
            "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execvp(sys.argv[1], sys.argv[1:])");

    private Processes() {}

    /** Sends SIGKILL. */
    public static void kill(long pid) {
        signal("KILL", pid);
    }

    /** Sends SIGINT to a group of processes, as a terminal does for Ctrl-C. */
    public static void interruptGroup(long leader) {
        signal("INT", -leader);
    }

    /** Sends a signal by its short name; to a group where the id is negative. */
    static void signal(String name, long pid) {
        try {
            int exit = new ProcessBuilder("kill", "-s", name, "--", Long.toString(pid))
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
