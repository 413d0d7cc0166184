package io.shardline.shard.checkpoint;

import io.shardline.concurrent.StopSignal;
import io.shardline.failure.Backoff;
import io.shardline.observe.ShardMonitor;
import io.shardline.protocol.CheckpointError;
import io.shardline.protocol.CheckpointRules;
import io.shardline.protocol.Position;
import io.shardline.shard.port.CheckpointException;
import io.shardline.shard.port.Checkpointer;
import io.shardline.shard.state.Continuation;
import io.shardline.shard.state.SessionContext;
import io.shardline.shard.state.SessionEndWatch;
import io.shardline.shard.state.ShardProgress;
import io.shardline.stream.ShardRef;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every checkpoint of a shard: one at a time, never backwards, retried when DynamoDB throttles. Safe for use from any thread: a processor's requests come from the session's, the daemon's own checkpoints
 * from borrowed ones.
 */
public final class CheckpointWriter implements RequestedCheckpoints {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);
    /** Together about four seconds: less than the pause of the sample processors' own retries. */
    private static final int TRIES = 6;

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    private final ShardRef shard;
    private final ShardProgress progress;
    private final SessionEndWatch endWatch;
    private final StopSignal stop;
    private final ShardMonitor monitor;
    private @Nullable Checkpointer checkpointer;

    public CheckpointWriter(SessionContext context, StopSignal stop) {
        this.shard = context.shard();
        this.progress = context.progress();
        this.endWatch = context.endWatch();
        this.monitor = context.monitor();
        this.stop = stop;
    }

    /** The KCL has given a way to write; {@code null} if it never has: nothing was delivered then. */
    public synchronized void use(@Nullable Checkpointer given) {
        checkpointer = given;
    }

    @Override
    public synchronized CheckpointResult write(Position position) throws InterruptedException {
        return persist(writing(position), this::pauseWhileSessionContinues);
    }

    /** Writes a position even while the daemon stops, unless an equal or later one is durable. */
    public synchronized CheckpointResult writeAtLast(Position position) throws InterruptedException {
        if (progress.endIsDurable() || progress.isDurable(position)) {
            return CheckpointResult.DURABLE;
        }
        return persist(writing(position), this::pauseWhileStatusesAreAwaited);
    }

    @Override
    public synchronized CheckpointResult writeShardEnd() throws InterruptedException {
        return persist(
                given -> {
                    given.checkpointShardEnd();
                    progress.endBecameDurable();
                    monitor.checkpointed(CheckpointRules.SHARD_END);
                },
                this::pauseWhileSessionContinues);
    }

    private Write writing(Position position) {
        return given -> {
            given.checkpoint(position);
            progress.becameDurable(position);
            monitor.checkpointed(position.toString());
        };
    }

    private interface Write {
        void run(Checkpointer given) throws CheckpointException;
    }

    private interface Pause {
        /** Waits. {@return whether to try again} */
        boolean pause(Duration pause) throws InterruptedException;
    }

    private CheckpointResult persist(Write write, Pause pause) throws InterruptedException {
        Checkpointer given = checkpointer;
        if (given == null) {
            return new CheckpointResult.Failed(CheckpointError.INVALID_STATE.wireName());
        }
        for (int attempt = 1; ; attempt++) {
            try {
                write.run(given);
                return CheckpointResult.DURABLE;
            } catch (CheckpointException e) {
                boolean again = e.isTransient() && attempt < TRIES;
                if (!again || !pause.pause(BACKOFF.pause(attempt + 1, 0))) {
                    LOG.atWarn()
                            .addKeyValue("shardId", shard.shardId())
                            .addKeyValue("error", e.errorName())
                            .log("checkpoint not written: {}", e.getMessage());
                    return new CheckpointResult.Failed(e.errorName());
                }
            }
        }
    }

    private boolean pauseWhileSessionContinues(Duration pause) throws InterruptedException {
        return endWatch.pause(pause) instanceof Continuation.Continue;
    }

    private boolean pauseWhileStatusesAreAwaited(Duration pause) throws InterruptedException {
        if (!stop.isRequested()) {
            return pauseWhileSessionContinues(pause);
        }
        TimeUnit.NANOSECONDS.sleep(stop.statusDeadline().remainingNanos(pause));
        return !stop.statusDeadline().expired();
    }
}
