package io.shardline.child;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.event.Level;

/**
 * Starts children, and knows all that live. No shell is involved: the command's words go to the system as they are.
 *
 * <p>A child gets a session of its own where {@code setsid} is installed, so that a Ctrl-C in the terminal reaches the
 * daemon alone, which then stops its processors in order.
 */
public final class ChildFactory implements AutoCloseable {
    private final List<String> command;
    private final Optional<Level> processorLogLevel;
    private final Executor threads;
    private final Set<Child> living = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Makes the factory of one program's children.
     *
     * @param command the program and its arguments
     * @param processorLogLevel the level of what children print; empty: the line's first word decides
     * @param threads lends threads; must start a task at once
     */
    public ChildFactory(List<String> command, Optional<Level> processorLogLevel, Executor threads) {
        this.command = withOwnSession(command);
        this.processorLogLevel = processorLogLevel;
        this.threads = threads;
    }

    /** Starts a child for a shard. */
    public Child start(String shardId) throws IOException {
        if (closed) {
            throw new IOException("the daemon is stopping");
        }
        String mark = UUID.randomUUID().toString();
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put(ProcessTree.MARK, mark);
        Process process = builder.start();
        ProcessorLog log = new ProcessorLog(shardId, process.pid(), processorLogLevel, System::nanoTime);
        StderrPump stderr = new StderrPump("stderr " + shardId, process.getErrorStream(), log);
        Child child =
                new Child(process, new ProcessTree(process.toHandle(), mark), log, stderr, threads, living::remove);
        living.add(child);
        if (closed) {
            child.kill();
        }
        return child;
    }

    /** Kills every child that still lives and starts no more. A second call kills what appeared meanwhile. */
    @Override
    public void close() {
        closed = true;
        living.forEach(Child::kill);
    }

    private static List<String> withOwnSession(List<String> command) {
        return onPath("setsid")
                .map(setsid -> {
                    List<String> words = new ArrayList<>(List.of(setsid));
                    words.addAll(command);
                    return List.copyOf(words);
                })
                .orElse(command);
    }

    private static Optional<String> onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return List.of(path.split(File.pathSeparator, -1)).stream()
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
