package io.shardline.localstack.cli;

import io.shardline.localstack.LocalStack;
import io.shardline.localstack.LocalStackException;
import java.util.List;
import java.util.Optional;

/** What runs and must end: the command first, since it still uses the stack while it ends, and then the stack. */
final class RunningParts implements AutoCloseable {
    private final LocalStack stack;
    private Optional<RunningCommand> running = Optional.empty();
    private boolean closed;

    RunningParts(LocalStack stack) {
        this.stack = stack;
    }

    /** Runs the command to its end and gives its exit code. */
    int run(List<String> command) throws InterruptedException {
        return begin(command).await();
    }

    private synchronized RunningCommand begin(List<String> command) {
        if (closed) {
            throw new LocalStackException("A signal came before the command started");
        }
        RunningCommand started = RunningCommand.start(command, stack.environment());
        running = Optional.of(started);
        return started;
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            running.ifPresent(RunningCommand::close);
        } finally {
            stack.close();
        }
    }
}
