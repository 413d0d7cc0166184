package io.shardline.localstack.cli;

import io.shardline.localstack.LocalStackException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The user's command: a child process with our stdin, stdout and stderr, and every process that it starts. */
final class RunningCommand implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    // A daemon hands over its leases in this time.
    private static final Duration COMMAND_STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration LEFTOVER_STOP_LIMIT = Duration.ofSeconds(2);

    private final Process process;
    private final Set<ProcessHandle> descendants = ConcurrentHashMap.newKeySet();

    private RunningCommand(Process process) {
        this.process = process;
    }

    static RunningCommand start(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment);
        try {
            return new RunningCommand(builder.start());
        } catch (IOException e) {
            throw new LocalStackException("cannot run the command: " + e.getMessage(), e);
        }
    }

    /** Waits for its end and gives its exit code. */
    int await() throws InterruptedException {
        do {
            lookForDescendants();
        } while (!process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        return process.exitValue();
    }

    /** When the command is gone, nobody can tell any more which processes were its own. */
    private void lookForDescendants() {
        process.descendants().forEach(descendants::add);
    }

    /** Asks it to end, then its descendants that are left, and in the end forces them all. */
    @Override
    public void close() {
        lookForDescendants();
        process.destroy();
        awaitEnd(List.of(process.toHandle()), COMMAND_STOP_LIMIT);
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroy);
        awaitEnd(descendants, LEFTOVER_STOP_LIMIT);
        descendants.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(descendants, LEFTOVER_STOP_LIMIT);
    }

    private static void awaitEnd(Collection<ProcessHandle> processes, Duration limit) {
        CompletableFuture.allOf(processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
                .completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
