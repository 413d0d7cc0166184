package io.shardline.shard;

import io.shardline.concurrent.Deadline;
import io.shardline.protocol.Position;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The checkpoints that the daemon makes of its own accord, behind the session's back so that no batch waits for
 * DynamoDB: the latest position that is done, on a borrowed thread, one write at a time. Does nothing where checkpoints
 * are the processor's affair.
 */
final class DaemonCheckpoints {
    /** After a failed write; the writer has tried for some seconds by then. */
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(5);

    private final CheckpointMode mode;
    private final CheckpointWriter writer;
    private final SessionGuard guard;
    private final Executor threads;
    private Position pending;
    private boolean scheduled;
    private Deadline nextAllowed = Deadline.none();

    DaemonCheckpoints(CheckpointMode mode, CheckpointWriter writer, SessionGuard guard, Executor threads) {
        this.mode = mode;
        this.writer = writer;
        this.guard = guard;
        this.threads = threads;
    }

    /** Everything up to this record is done, or given up. On the session's thread; returns at once. */
    synchronized void passed(Position position) {
        if (mode instanceof CheckpointMode.Daemon) {
            pending = position;
            schedule(nextAllowed.bounded() ? nextAllowed.remaining(AFTER_A_FAULT.plus(interval())) : Duration.ZERO);
        }
    }

    /** Writes now what is not written yet: the child is gone, or the shard goes. On the session's thread. */
    void flush() throws InterruptedException {
        Position position = pending();
        if (position != null && writer.writeAtLast(position) == null) {
            written(position);
        }
    }

    private void schedule(Duration pause) {
        if (!scheduled && pending != null) {
            scheduled = true;
            Executor later = pause.isZero()
                    ? threads
                    : CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS, threads);
            later.execute(this::write);
        }
    }

    private void write() {
        boolean failed = false;
        try {
            Position position = pending();
            // After a stop or a lost lease the session's flush is the last word.
            if (position != null && !guard.mustEnd()) {
                failed = writer.writeAtLast(position) != null;
                if (!failed) {
                    written(position);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            goOn(failed ? AFTER_A_FAULT : interval());
        }
    }

    private synchronized void goOn(Duration pause) {
        scheduled = false;
        nextAllowed = Deadline.after(pause);
        if (!guard.mustEnd()) {
            schedule(pause);
        }
    }

    private synchronized Position pending() {
        return pending;
    }

    private synchronized void written(Position position) {
        if (position.equals(pending)) {
            pending = null;
        }
    }

    private Duration interval() {
        return mode instanceof CheckpointMode.Daemon daemon ? daemon.interval() : Duration.ZERO;
    }
}
