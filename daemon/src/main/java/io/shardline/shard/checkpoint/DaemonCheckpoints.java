package io.shardline.shard.checkpoint;

import io.shardline.concurrent.Deadline;
import io.shardline.protocol.Position;
import io.shardline.shard.policy.CheckpointMode;
import io.shardline.shard.state.SessionEndWatch;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The checkpoints that the daemon writes by itself: the watermark, on a borrowed thread so that no batch waits for
 * DynamoDB, one write at a time. Does nothing where the processor alone checkpoints.
 */
public final class DaemonCheckpoints {
    /** After a failed write; the writer has tried for some seconds by then. */
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(5);

    private final CheckpointMode mode;
    private final CheckpointWriter writer;
    private final SessionEndWatch endWatch;
    private final Executor threads;
    private Optional<Position> newest = Optional.empty();
    private Optional<Position> pending = Optional.empty();
    private boolean scheduled;
    private Deadline nextAllowed = Deadline.none();

    public DaemonCheckpoints(CheckpointMode mode, CheckpointWriter writer, SessionEndWatch endWatch, Executor threads) {
        this.mode = mode;
        this.writer = writer;
        this.endWatch = endWatch;
        this.threads = threads;
    }

    /**
     * Everything up to this record is done or discarded. An earlier position than before changes nothing: lanes may report
     * theirs in another order. Called on the threads of the lanes; returns immediately.
     */
    public synchronized void advance(Position position) {
        if (mode instanceof CheckpointMode.Daemon
                && newest.filter(position::isAtOrBefore).isEmpty()) {
            newest = Optional.of(position);
            pending = Optional.of(position);
            schedule(nextAllowed.bounded() ? nextAllowed.remaining(PAUSE_AFTER_FAULT.plus(interval())) : Duration.ZERO);
        }
    }

    /** Writes now what is not written yet: the processor or the lease is gone. Called on any thread. */
    public void flush() throws InterruptedException {
        Optional<Position> position = pending();
        if (position.isPresent() && writer.writeAtLast(position.get()) instanceof CheckpointResult.Durable) {
            written(position.get());
        }
    }

    private void schedule(Duration pause) {
        if (!scheduled && pending.isPresent()) {
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
            Optional<Position> position = pending();
            // After a stop or a lost lease the session's flush writes the last checkpoint.
            if (position.isPresent() && !endWatch.mustEnd()) {
                failed = writer.writeAtLast(position.get()) instanceof CheckpointResult.Failed;
                if (!failed) {
                    written(position.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            scheduleNext(failed ? PAUSE_AFTER_FAULT : interval());
        }
    }

    private synchronized void scheduleNext(Duration pause) {
        scheduled = false;
        nextAllowed = Deadline.after(pause);
        if (!endWatch.mustEnd()) {
            schedule(pause);
        }
    }

    private synchronized Optional<Position> pending() {
        return pending;
    }

    private synchronized void written(Position position) {
        if (pending.equals(Optional.of(position))) {
            pending = Optional.empty();
        }
    }

    private Duration interval() {
        return mode instanceof CheckpointMode.Daemon daemon ? daemon.interval() : Duration.ZERO;
    }
}
