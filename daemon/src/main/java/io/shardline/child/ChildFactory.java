package io.shardline.child;

import io.shardline.concurrent.Poller;
import io.shardline.config.processor.ProcessLaunchSettings;
import io.shardline.stream.ShardRef;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;

/**
 * Starts children, and knows all that run. No shell is involved: the words of the command are passed on unchanged.
 */
public final class ChildFactory implements AutoCloseable {
    private final Launcher launcher = new Launcher();
    private final Poller poller = new Poller("child-poller");
    private final ProcessLaunchSettings launch;
    private final List<String> command;
    private final Optional<Level> processorLogLevel;
    private final Optional<Pattern> failurePattern;
    private final Executor threads;
    private final Set<Child> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Makes the factory of one program's children.
     *
     * @param command the program and its arguments
     * @param launch the environment and the directory in which a child starts
     * @param processorLogLevel the level of what children print; empty: the line's first word decides
     * @param threads lends threads; must start a task immediately
     */
    public ChildFactory(
            List<String> command, ProcessLaunchSettings launch, Optional<Level> processorLogLevel, Executor threads) {
        this(command, launch, processorLogLevel, Optional.empty(), threads);
    }

    /**
     * Makes the factory of one program's children.
     *
     * @param failurePattern matches in lines of stderr that mean that the current batch has failed
     */
    public ChildFactory(
            List<String> command,
            ProcessLaunchSettings launch,
            Optional<Level> processorLogLevel,
            Optional<Pattern> failurePattern,
            Executor threads) {
        this.failurePattern = failurePattern;
        this.launch = launch;
        this.command = launch.resolve(command);
        this.processorLogLevel = processorLogLevel;
        this.threads = threads;
    }

    /** Starts a child for a shard. */
    public Child start(ShardRef shard) throws IOException, InterruptedException {
        return start(ProcessorLog.ofShard(shard), new ProcessBuilder(command), Map.of());
    }

    /**
     * Starts a child whose stdin and stdout carry no protocol: what it prints to stdout is logged as well.
     *
     * @param owner says in each line of the log which child it is
     * @param variables what is added to its environment
     */
    public Child startProgram(KeyValuePair owner, Map<String, String> variables)
            throws IOException, InterruptedException {
        return start(owner, new ProcessBuilder(command).redirectErrorStream(true), variables);
    }

    private Child start(KeyValuePair owner, ProcessBuilder builder, Map<String, String> variables)
            throws IOException, InterruptedException {
        if (closed) {
            throw new IOException("the daemon is stopping");
        }
        String mark = UUID.randomUUID().toString();
        launch.applyTo(builder);
        builder.environment().putAll(variables);
        builder.environment().put(ProcessTree.MARK, mark);
        Process process = launcher.start(builder);
        ProcessorLog log = new ProcessorLog(owner, process.pid(), processorLogLevel, failurePattern, System::nanoTime);
        InputStream output = builder.redirectErrorStream() ? process.getInputStream() : process.getErrorStream();
        StderrPump stderr = new StderrPump(process, output, log);
        poller.add(stderr);
        Child child = new Child(
                process, new ProcessTree(process.toHandle(), mark), log, stderr, poller, threads, running::remove);
        running.add(child);
        if (closed) {
            child.kill();
        }
        return child;
    }

    /** Kills every child that still runs and starts no more. A second call kills children that were started meanwhile. */
    @Override
    public void close() {
        closed = true;
        running.forEach(Child::kill);
    }
}
