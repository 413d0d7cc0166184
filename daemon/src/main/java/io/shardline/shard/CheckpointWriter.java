package io.shardline.shard;

import io.shardline.concurrent.StopSignal;
import io.shardline.failure.Backoff;
import io.shardline.observe.ShardMonitor;
import io.shardline.protocol.CheckpointError;
import io.shardline.protocol.CheckpointRules;
import io.shardline.protocol.Position;
import io.shardline.stream.ShardRef;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where checkpoints of a shard are written: one at a time, never backwards, tried again when DynamoDB
 * throttles. Safe for use from any thread: a processor's requests come from the session's, the daemon's own checkpoints
 * from borrowed ones.
 */
final class CheckpointWriter {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);
    /** Together about four seconds: less than the pause of the sample processors' own retries. */
    private static final int TRIES = 6;

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    private final ShardRef shard;
    private final ShardProgress progress;
    private final SessionGuard guard;
    private final StopSignal stop;
    private final ShardMonitor monitor;
    private Checkpointer checkpointer;

    CheckpointWriter(
            ShardRef shard, ShardProgress progress, SessionGuard guard, StopSignal stop, ShardMonitor monitor) {
        this.shard = shard;
        this.progress = progress;
        this.guard = guard;
        this.stop = stop;
        this.monitor = monitor;
    }

    /** The KCL has given a way to write. Until then nothing was delivered. */
    synchronized void use(Checkpointer given) {
        checkpointer = given;
    }

    /** Writes a position. {@return the error's name; {@code null} for success} */
    synchronized String write(Position position) throws InterruptedException {
        return persist(writing(position), guard::pause);
    }

    /**
     * Writes a position even while the daemon stops, unless an equal or later one is durable.
     *
     * @return the error's name; {@code null} for success
     */
    synchronized String writeAtLast(Position position) throws InterruptedException {
        Position durable = progress.durable();
        if (progress.endIsDurable() || (durable != null && !position.isAfter(durable))) {
            return null;
        }
        return persist(writing(position), this::pauseWhileAnswersAreAwaited);
    }

    /** Writes the end of the shard. {@return the error's name; {@code null} for success} */
    synchronized String writeShardEnd() throws InterruptedException {
        return persist(
                () -> {
                    checkpointer.checkpointShardEnd();
                    progress.endBecameDurable();
                    monitor.checkpointed(CheckpointRules.SHARD_END);
                },
                guard::pause);
    }

    private Write writing(Position position) {
        return () -> {
            checkpointer.checkpoint(position);
            progress.becameDurable(position);
            monitor.checkpointed(position.toString());
        };
    }

    private interface Write {
        void run() throws CheckpointException;
    }

    private interface Pause {
        boolean over(Duration pause) throws InterruptedException;
    }

    private String persist(Write write, Pause pause) throws InterruptedException {
        if (checkpointer == null) {
            return CheckpointError.INVALID_STATE.wireName();
        }
        for (int attempt = 1; ; attempt++) {
            try {
                write.run();
                return null;
            } catch (CheckpointException e) {
                boolean again = e.isTransient() && attempt < TRIES;
                if (!again || !pause.over(BACKOFF.pause(attempt + 1, 0))) {
                    LOG.atWarn()
                            .addKeyValue("shardId", shard.shardId())
                            .addKeyValue("error", e.errorName())
                            .log("a checkpoint was not written: {}", e.getMessage());
                    return e.errorName();
                }
            }
        }
    }

    private boolean pauseWhileAnswersAreAwaited(Duration pause) throws InterruptedException {
        if (!stop.requested()) {
            return guard.pause(pause);
        }
        TimeUnit.NANOSECONDS.sleep(stop.answersUntil().remainingNanos(pause));
        return !stop.answersUntil().expired();
    }
}
