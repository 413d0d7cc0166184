package io.shardline.child;

import io.shardline.concurrent.Poller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One running process of the processor. Made by {@link ChildFactory}; stopped exactly once by the session that owns it.
 */
public final class Child {
    /** How long the kernel may take to end a killed process. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);
    /** How long after a process's end its last output may still come out of the pipe. */
    private static final Duration AFTER_EXIT = Duration.ofMillis(500);
    /** How long a process that closes its pipes may take to end. */
    private static final Duration AFTER_PIPES = Duration.ofSeconds(1);
    /** Java reports a process that was ended by signal n with the exit code 128 + n. */
    private static final int SIGNAL_BASE = 128;

    private static final int LAST_SIGNAL = 64;

    private final Process process;
    private final ProcessTree tree;
    private final ProcessorLog log;
    private final StderrPump stderr;
    private final Poller rounds;
    private final Executor threads;
    private final Consumer<Child> onGone;

    Child(
            Process process,
            ProcessTree tree,
            ProcessorLog log,
            StderrPump stderr,
            Poller rounds,
            Executor threads,
            Consumer<Child> onGone) {
        this.process = process;
        this.tree = tree;
        this.log = log;
        this.stderr = stderr;
        this.rounds = rounds;
        this.threads = threads;
        this.onGone = onGone;
    }

    /** {@return the process's id} */
    public long pid() {
        return process.pid();
    }

    /** {@return its stdin} */
    public OutputStream stdin() {
        return process.getOutputStream();
    }

    /** {@return its stdout} */
    public InputStream stdout() {
        return process.getInputStream();
    }

    /** {@return the thread that looks after the pipes of all children} */
    public Poller rounds() {
        return rounds;
    }

    /**
     * Calls back on borrowed threads when the process has ended.
     *
     * @param atOnce called first
     * @param later called when also what it left behind has had time to print its last output
     */
    public void onEnd(Runnable atOnce, Runnable later) {
        Executor delayed = CompletableFuture.delayedExecutor(AFTER_EXIT.toMillis(), TimeUnit.MILLISECONDS, threads);
        var unused = process.onExit().thenRunAsync(atOnce, threads);
        unused = process.onExit().thenRunAsync(later, delayed);
    }

    /** {@return where its output goes} */
    public ProcessorLog log() {
        return log;
    }

    /**
     * {@return the line of stderr that means a failure, if one came since the log was told to watch} Reads first what
     * the child has printed up to now.
     */
    public Optional<String> printedFailure() {
        stderr.catchUp();
        return log.failureLine();
    }

    /**
     * Ends the child and whatever it started, waiting no longer than the plan and a few seconds. A child that has ended
     * by itself is reported so.
     */
    public ChildExit stop(StopPlan plan) throws InterruptedException {
        try {
            ChildExit exit = end(plan);
            stderr.last();
            return exit;
        } finally {
            onGone.accept(this);
        }
    }

    /** Kills the child and its descendants now and waits for nothing. */
    public void kill() {
        tree.kill();
    }

    private ChildExit end(StopPlan plan) throws InterruptedException {
        if (!process.isAlive()) {
            tree.kill();
            return ownExit();
        }
        threads.execute(this::closeInput);
        if (endsWithin(plan.afterClose())) {
            tree.kill();
            return new ChildExit.StoppedByUs(StopPlan.Step.CLOSED_INPUT);
        }
        if (!plan.afterTerm().isZero()) {
            tree.terminate();
            if (endsWithin(plan.afterTerm())) {
                tree.kill();
                return new ChildExit.StoppedByUs(StopPlan.Step.TERM);
            }
        }
        tree.kill();
        return endsWithin(AFTER_KILL) ? new ChildExit.StoppedByUs(StopPlan.Step.KILL) : new ChildExit.Unkillable();
    }

    /** Not on the caller's thread: closing waits for a write that is stuck in a full pipe. */
    private void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // The child is gone already: closed is what was wanted.
        }
    }

    /**
     * Waits a moment for the process to end by itself: its pipes are closed a little earlier.
     *
     * @return how it ended; {@code null} if it still runs
     */
    public ChildExit awaitOwnEnd() throws InterruptedException {
        if (!endsWithin(AFTER_PIPES)) {
            return null;
        }
        stderr.last();
        return ownExit();
    }

    private ChildExit ownExit() {
        int code = process.exitValue();
        return code > SIGNAL_BASE && code <= SIGNAL_BASE + LAST_SIGNAL
                ? new ChildExit.Killed(code - SIGNAL_BASE)
                : new ChildExit.Exited(code);
    }

    private boolean endsWithin(Duration wait) throws InterruptedException {
        return process.waitFor(wait.toNanos(), TimeUnit.NANOSECONDS);
    }
}
