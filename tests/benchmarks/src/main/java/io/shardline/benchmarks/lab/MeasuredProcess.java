package io.shardline.benchmarks.lab;

import io.shardline.benchmarks.BenchmarkException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A JVM of its own whose CPU, memory and threads are measured, its output in a file. Any thread. */
public final class MeasuredProcess implements AutoCloseable {
    private static final int LINES_SHOWN = 15;
    private static final int CLOSE_SECONDS = 30;

    private final String name;
    private final Process process;
    private final Path log;
    private final Instant started;
    private final Set<ProcessHandle> seenChildren = ConcurrentHashMap.newKeySet();

    private MeasuredProcess(String name, Process process, Path log, Instant started) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.started = started;
    }

    /** Starts it in {@code directory} with these variables of the environment beside the inherited ones. */
    static MeasuredProcess start(String name, Path directory, List<String> command, Map<String, String> environment) {
        Path log = directory.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("AWS_"));
        builder.environment().putAll(environment);
        try {
            Instant started = Instant.now();
            Process process = builder.start();
            process.getOutputStream().close();
            return new MeasuredProcess(name, process, log, started);
        } catch (IOException e) {
            throw new BenchmarkException("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    /** The moment before it was started. */
    public Instant started() {
        return started;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** User and system time of the JVM itself, without its children. */
    public Duration cpu() {
        return process.toHandle()
                .info()
                .totalCpuDuration()
                .orElseThrow(() -> new BenchmarkException("this system tells no CPU time of " + name + describeEnd()));
    }

    /** The resident memory of the JVM itself, in MiB. */
    public double rssMebibytes() {
        return statusNumber("VmRSS") / 1024.0;
    }

    /** All threads, the JVM's own included. */
    public long threads() {
        return statusNumber("Threads");
    }

    /** The names of the Java threads. */
    public List<String> threadNames() {
        return ThreadDump.names(process.pid());
    }

    private long statusNumber(String field) {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith(field + ":"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElseThrow(() -> new BenchmarkException("no " + field + " in " + status));
        } catch (IOException e) {
            throw new BenchmarkException("cannot read " + status + "; the benchmarks need Linux" + describeEnd(), e);
        }
    }

    /** Sends SIGTERM, and gives the moment. */
    public Instant terminate() {
        rememberChildren();
        Instant moment = Instant.now();
        process.destroy();
        return moment;
    }

    /** Sends SIGKILL, and gives the moment. */
    public Instant kill() {
        rememberChildren();
        Instant moment = Instant.now();
        process.destroyForcibly();
        return moment;
    }

    /** Waits for its end. */
    public void awaitExit(Duration atMost) {
        if (!awaitEnd(atMost)) {
            throw new BenchmarkException(name + " still runs after " + atMost.toSeconds() + " s" + describeEnd());
        }
    }

    private boolean awaitEnd(Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    /** Its state and its last log lines, for an error message. */
    public String describeEnd() {
        String state = process.isAlive() ? "still runs" : "ended with exit code " + process.exitValue();
        return "\n" + name + " " + state + "; the end of " + log + ":\n" + lastLines();
    }

    private String lastLines() {
        try {
            List<String> lines =
                    Files.readString(log, StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()).stream()
                    .map(line -> "    " + line)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void rememberChildren() {
        process.descendants().forEach(seenChildren::add);
    }

    /** Kills it with all that it started, and waits for its end. */
    @Override
    public void close() {
        rememberChildren();
        process.destroyForcibly();
        seenChildren.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(Duration.ofSeconds(CLOSE_SECONDS));
    }
}
