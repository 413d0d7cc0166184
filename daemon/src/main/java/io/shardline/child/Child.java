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
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);
    /** How long after the end of a process its last output may still come out of the pipe. */
    private static final Duration LAST_OUTPUT_DELAY = Duration.ofMillis(500);
    /** How long a process may take to end after its pipes are closed. */
    private static final Duration OWN_EXIT_TIMEOUT = Duration.ofSeconds(1);
    /** Java reports a process that was ended by signal n with the exit code 128 + n. */
    private static final int SIGNAL_BASE = 128;

    private static final int LAST_SIGNAL = 64;

    private final Process process;
    private final ProcessTree tree;
    private final ProcessorLog log;
    private final StderrPump stderr;
    private final Poller poller;
    private final Executor threads;
    private final Consumer<Child> onGone;

    Child(
            Process process,
            ProcessTree tree,
            ProcessorLog log,
            StderrPump stderr,
            Poller poller,
            Executor threads,
            Consumer<Child> onGone) {
        this.process = process;
        this.tree = tree;
        this.log = log;
        this.stderr = stderr;
        this.poller = poller;
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

    /** {@return the poller of the pipes of all children} */
    public Poller poller() {
        return poller;
    }

    /**
     * Calls back on borrowed threads when the process has ended.
     *
     * @param immediately called first
     * @param later called when its descendants too have had time to print their last output
     */
    public void onEnd(Runnable immediately, Runnable later) {
        Executor delayed =
                CompletableFuture.delayedExecutor(LAST_OUTPUT_DELAY.toMillis(), TimeUnit.MILLISECONDS, threads);
        var unused = process.onExit().thenRunAsync(immediately, threads);
        unused = process.onExit().thenRunAsync(later, delayed);
    }

    /** {@return the log of its output} */
    public ProcessorLog log() {
        return log;
    }

    /**
     * {@return the line of stderr that means a failure, if one came since {@link ProcessorLog#watch}} First reads what the
     * child has printed up to now.
     */
    public Optional<String> printedFailure() {
        stderr.catchUp();
        return log.failureLine();
    }

    /**
     * Ends the child and its descendants, and waits no longer than the plan and a few seconds. For a child that has ended
     * by itself, tells how.
     */
    public ChildExit stop(StopPlan plan) throws InterruptedException {
        try {
            ChildExit exit = end(plan);
            stderr.readLast();
            return exit;
        } finally {
            onGone.accept(this);
        }
    }

    /** Kills the child and its descendants immediately and waits for nothing. */
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
        return endsWithin(KILL_TIMEOUT) ? new ChildExit.StoppedByUs(StopPlan.Step.KILL) : new ChildExit.Unkillable();
    }

    /** Not called on the caller's thread: to close waits for a write that is stuck in a full pipe. */
    private void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // The child is gone already: the same result.
        }
    }

    /**
     * Waits a moment for the process to end by itself: its pipes close a little earlier.
     *
     * @return how it ended; {@code null} if it still runs
     */
    public ChildExit awaitOwnEnd() throws InterruptedException {
        if (!endsWithin(OWN_EXIT_TIMEOUT)) {
            return null;
        }
        stderr.readLast();
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
