package io.shardline.benchmarks.lab;

import io.shardline.benchmarks.BenchmarkException;
import io.shardline.benchmarks.Installation;
import io.shardline.benchmarks.report.Variant;
import io.shardline.localstack.LocalStack;
import io.shardline.localstack.LocalStackOptions;
import io.shardline.localstack.streams.DataStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Where a benchmark of whole daemons takes place: a local stack, a folder, and the processes that it started. Closing it,
 * or the end of this JVM, ends all of them. Any thread.
 */
public final class Lab implements AutoCloseable {
    /** The stream that every daemon reads. */
    public static final String STREAM = "records";

    private static final Duration LONGEST_PREPARATION = Duration.ofMinutes(4);

    private final Installation installation;
    private final Path folder;
    private final LocalStack stack;
    private final Collection<MeasuredProcess> processes = new ConcurrentLinkedQueue<>();
    private final Thread hook = new Thread(this::endAll, "lab-end");

    private Lab(Installation installation, String benchmark, int shards) {
        this.installation = installation;
        folder = runs(installation).resolve(benchmark + "-" + System.currentTimeMillis());
        System.setProperty(
                "shardline.dynamodb-local",
                installation
                        .root()
                        .resolve("tests/local-stack/target/dynamodb-local")
                        .toString());
        // A daemon that is killed in the middle of a request is no news here.
        System.setProperty("org.slf4j.simpleLogger.log.io.shardline.localstack.kinesis.KinesisHandler", "error");
        stack = LocalStack.start(LocalStackOptions.defaults().withStream(STREAM, shards));
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts a local stack with a stream of so many shards. */
    public static Lab open(Installation installation, String benchmark, int shards) {
        return new Lab(installation, benchmark, shards);
    }

    /** The emulator runs in this JVM. */
    public LocalStack stack() {
        return stack;
    }

    public DataStream stream() {
        return stack.stream(STREAM);
    }

    public Installation installation() {
        return installation;
    }

    /** Where runs leave properties, logs and accounts. */
    static Path runs(Installation installation) {
        return installation.root().resolve("tests/benchmarks/target/runs");
    }

    /** The beginning of every measured JVM's command: a heap as in a usual container, no other flags. */
    public static List<String> java() {
        return List.of(Installation.java(), "-Xmx1g");
    }

    /** A daemon of an application; daemons of one application share its leases. */
    public DaemonSetup daemon(Variant variant, String application, String name, Processors processor) {
        return new DaemonSetup(this, variant, name, folder(application, name), processor)
                .property("streamName", STREAM)
                .property("applicationName", application);
    }

    /** Makes a folder for one process. */
    public Path folder(String application, String name) {
        try {
            return Files.createDirectories(folder.resolve(application).resolve(name));
        } catch (IOException e) {
            throw new BenchmarkException("cannot make a folder in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Starts a process with what it needs to find the local stack. */
    public MeasuredProcess start(String name, Path directory, List<String> command) {
        MeasuredProcess process = MeasuredProcess.start(name, directory, command, stack.environment());
        processes.add(process);
        return process;
    }

    /**
     * Starts and kills the daemon once, so that tables and leases are there when it is measured, in less than the minutes
     * that the original needs with its defaults. Gives it a worker id, by which it knows the leases as its own later.
     */
    public void prepareTables(DaemonSetup daemon) {
        DaemonSetup preparing = daemon.workerId().preparing(folder("tables", daemon.application()));
        MeasuredProcess process = preparing.start();
        int shards = stream().openShards().size();
        Waiting.until(
                "lease of each shard",
                LONGEST_PREPARATION,
                process,
                () -> Optional.of(preparing.tally()).filter(tally -> tally.initialized() == shards));
        process.close();
    }

    private void endAll() {
        processes.forEach(MeasuredProcess::close);
        stack.close();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // The JVM is about to end, and the hook at work.
        }
        endAll();
    }
}
