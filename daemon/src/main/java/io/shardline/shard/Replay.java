package io.shardline.shard;

import io.shardline.failure.Backoff;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.observe.ShardMonitor;
import io.shardline.protocol.Position;
import io.shardline.stream.ShardRef;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a new child again what an earlier one was done with but did not checkpoint. Reads it from the stream a second
 * time, a portion at a time: nothing is hoarded for the case of a failure. The same policies hold as at the first
 * delivery, else a record that every child dies of would block the shard for ever.
 */
final class Replay {
    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
    /** Kinesis allows five reads a second and shard, and the KCL reads on meanwhile. */
    private static final Duration BETWEEN_READS = Duration.ofMillis(400);

    private static final Backoff AFTER_A_FAULT = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));
    private static final int MAX_FAULTS = 20;

    private final ShardRef shard;
    private final RecordSource source;
    private final SessionGuard guard;
    private final ShardProgress progress;
    private final Delivery delivery;
    private final BatchLimits limits;
    private final ShardMonitor monitor;

    Replay(
            ShardRef shard,
            RecordSource source,
            SessionGuard guard,
            ShardProgress progress,
            Delivery delivery,
            BatchLimits limits,
            ShardMonitor monitor) {
        this.shard = shard;
        this.source = source;
        this.guard = guard;
        this.progress = progress;
        this.delivery = delivery;
        this.limits = limits.withoutWindow();
        this.monitor = monitor;
    }

    /** How a replay ended. */
    sealed interface Result {
        /** The child has everything. */
        record CaughtUp() implements Result {}

        /** The child failed, or the stream could not be read. */
        record Failed(Failure failure) implements Result {}

        /** The session should not go on. */
        record Ended(String why) implements Result {}
    }

    /** Delivers everything after the durable checkpoint up to the last record that was done. */
    Result into(Recipient conversation, CheckpointRequests dialogue) throws InterruptedException {
        if (!progress.needsReplay()) {
            return new Result.CaughtUp();
        }
        Position start = progress.replayStart();
        Position end = progress.lastDone();
        LOG.atInfo()
                .addKeyValue("shardId", shard.shardId())
                .addKeyValue("after", start)
                .addKeyValue("to", end)
                .log("replaying what was delivered since the last checkpoint");
        monitor.replaying();
        Reading reading = new Reading(start, end);
        Backlog backlog = new Backlog(limits);
        while (true) {
            try {
                if (!read(reading, backlog)) {
                    return new Result.Ended(guard.reasonToEnd());
                }
            } catch (RecordSource.ReadException e) {
                return new Result.Failed(new Failure(
                        Cause.REPLAY_FAILED, "could not be given its records again: " + e.getMessage(), "", List.of()));
            }
            if (backlog.isEmpty()) {
                return new Result.CaughtUp();
            }
            Delivery.Step step = delivery.step(conversation, backlog, dialogue);
            if (step instanceof Delivery.Step.ChildFailed failed) {
                return new Result.Failed(failed.failure());
            }
            if (step instanceof Delivery.Step.Over) {
                return new Result.Ended(guard.reasonToEnd());
            }
        }
    }

    /** Reads until a message is there, to its end if it must come as a whole. {@return whether to go on} */
    private boolean read(Reading reading, Backlog backlog) throws RecordSource.ReadException, InterruptedException {
        while (!delivery.hasWholeMessage(backlog) && !reading.isAtEnd()) {
            Batch batch = reading.next();
            if (batch == null) {
                return false;
            }
            if (!batch.isEmpty()) {
                monitor.replayed(batch.records().size());
                backlog.add(batch);
            }
        }
        return true;
    }

    /** One pass from the checkpoint to the last record that was done, with pauses and second tries. */
    private final class Reading {
        private final Position end;
        private final Position firstWanted;
        private RecordSource.Reader reader;
        private Position from;
        private boolean fromWasDelivered;
        private boolean atEnd;
        private boolean looked;

        Reading(Position start, Position end) {
            this.firstWanted = start;
            this.from = start;
            this.fromWasDelivered = progress.durable() != null;
            this.end = end;
        }

        boolean isAtEnd() {
            return atEnd;
        }

        /** {@return the next records, maybe none; {@code null} if the session should end} */
        Batch next() throws RecordSource.ReadException, InterruptedException {
            for (int faults = 1; ; faults++) {
                Duration pause =
                        faults > 1 ? AFTER_A_FAULT.pause(faults, 0) : reader == null ? Duration.ZERO : BETWEEN_READS;
                if (!guard.pause(pause)) {
                    return null;
                }
                try {
                    return wanted(read());
                } catch (RecordSource.ReadException e) {
                    reader = null;
                    if (faults == MAX_FAULTS) {
                        throw e;
                    }
                    LOG.atWarn()
                            .addKeyValue("shardId", shard.shardId())
                            .log("replay: {}; trying again", e.getMessage());
                }
            }
        }

        private Batch read() throws RecordSource.ReadException, InterruptedException {
            if (reader == null) {
                reader = source.openAt(from);
            }
            return reader.read();
        }

        private Batch wanted(Batch batch) {
            if (batch.isEmpty()) {
                // At the tip without having met the last record that was done: it is not there any more.
                atEnd = batch.millisBehindLatest() == null || batch.millisBehindLatest() == 0;
                return batch;
            }
            sayWhatIsGone(batch.first());
            atEnd = batch.last().compareTo(end) >= 0;
            Batch wanted = behindStart(batch).upTo(end);
            from = batch.last();
            fromWasDelivered = true;
            return wanted;
        }

        private Batch behindStart(Batch batch) {
            if (fromWasDelivered) {
                return batch.after(from);
            }
            return new Batch(
                    batch.records().stream()
                            .filter(r -> !from.isAfter(r.position()))
                            .toList(),
                    batch.millisBehindLatest());
        }

        /** The read began at a record that was delivered once: if another one comes first, it has aged out. */
        private void sayWhatIsGone(Position first) {
            boolean gone = !looked
                    && new Position(first.sequenceNumber(), 0).isAfter(new Position(firstWanted.sequenceNumber(), 0));
            looked = true;
            if (gone) {
                monitor.agedOut();
                LOG.atError()
                        .addKeyValue("shardId", shard.shardId())
                        .addKeyValue("wanted", firstWanted)
                        .addKeyValue("oldest", first)
                        .log("records that were not checkpointed may have aged out of the stream: going on from the"
                                + " oldest there is");
            }
        }
    }
}
