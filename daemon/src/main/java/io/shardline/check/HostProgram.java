package io.shardline.check;

import io.shardline.concurrent.NamedThreads;
import io.shardline.config.processor.ProcessorAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of a host that the check has started. Closing it kills the process and its descendants. */
final class HostProgram implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("processor");
    private static final int MAX_TAIL = 10;

    private final Process process;
    private final Deque<String> tail = new ArrayDeque<>();

    private HostProgram(Process process) {
        this.process = process;
    }

    /**
     * Starts it and tells it where to listen.
     *
     * @throws IOException if there is no such program
     */
    static HostProgram start(List<String> command, ProcessorAddress address) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SHARDLINE_LISTEN", address.toString());
        HostProgram program = new HostProgram(builder.start());
        NamedThreads.start("check-host-output", program::readOutput);
        return program;
    }

    private void readOutput() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                LOG.info("{}", line);
                add(line);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("the output of the host has ended", e);
        }
    }

    private synchronized void add(String line) {
        tail.addLast(line);
        if (tail.size() > MAX_TAIL) {
            tail.removeFirst();
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Sends TERM. Not by the process itself, which would also close the pipe that the host still prints to. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** {@return its exit code; empty if it still runs after this time} */
    Optional<Integer> awaitExit(Duration wait) throws InterruptedException {
        return process.waitFor(wait.toNanos(), TimeUnit.NANOSECONDS)
                ? Optional.of(process.exitValue())
                : Optional.empty();
    }

    /** {@return the last lines that it printed, for a finding} */
    synchronized String lastOutput() {
        return Excerpt.output(List.copyOf(tail));
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
