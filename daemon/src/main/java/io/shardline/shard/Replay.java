package io.shardline.shard;

import io.shardline.failure.Backoff;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.filter.RecordFilter;
import io.shardline.protocol.Position;
import io.shardline.shard.port.FetchedRecords;
import io.shardline.shard.port.RecordSource;
import io.shardline.shard.state.Continuation;
import io.shardline.shard.state.LaneContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers to a new connection what an earlier one was done with but did not checkpoint. Reads it from the stream a second
 * time, a part at a time, so that no delivered record need be kept in memory for the case of a failure.
 */
final class Replay {
    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
    /** Kinesis allows five reads per second and shard, and the KCL continues to read meanwhile. */
    private static final Duration BETWEEN_READS = Duration.ofMillis(400);

    private static final Backoff AFTER_FAULT = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));
    private static final int MAX_FAULTS = 20;

    private final LaneContext context;
    private final RecordSource source;
    private final Optional<RecordFilter> filter;
    private final Delivery delivery;

    Replay(LaneContext context, RecordSource source, Optional<RecordFilter> filter, Delivery delivery) {
        this.context = context;
        this.source = source;
        this.filter = filter;
        this.delivery = delivery;
    }

    /** Delivers everything after the durable checkpoint up to the last record that was done. */
    Delivery.Result into(LaneConnection connection) throws InterruptedException {
        if (!context.progress().needsReplay()) {
            return new Delivery.Result.CaughtUp();
        }
        Position start = context.session().progress().replayStart();
        Position end = context.progress().lastDone().orElseThrow();
        LOG.atInfo()
                .addKeyValue("shardId", context.shard().shardId())
                .addKeyValue("after", start)
                .addKeyValue("to", end)
                .log("replaying what was delivered after the last checkpoint");
        context.monitor().replaying();
        return delivery.replay(connection, new Reading(start, end));
    }

    /** One pass from the checkpoint to the last record that was done, with pauses and retries. */
    private final class Reading implements Delivery.Intake {
        private final Position end;
        private final Position firstWanted;
        private Optional<RecordSource.Reader> reader = Optional.empty();
        private Position from;
        private boolean fromWasDelivered;
        private boolean atEnd;
        private boolean looked;

        Reading(Position start, Position end) {
            this.firstWanted = start;
            this.from = start;
            this.fromWasDelivered = context.progress().durable().isPresent();
            this.end = end;
        }

        /** Reads until a batch is there, to its end if it must be delivered as a whole. */
        @Override
        public Optional<Delivery.Result> prepare(Backlog backlog) throws InterruptedException {
            while (!delivery.hasWholeBatch(backlog) && !atEnd) {
                Optional<Delivery.Result> over = readNext(backlog);
                if (over.isPresent()) {
                    return over;
                }
            }
            return backlog.isEmpty() ? Optional.of(new Delivery.Result.CaughtUp()) : Optional.empty();
        }

        /** {@return how the replay ends; empty if a read succeeded, even without records} */
        private Optional<Delivery.Result> readNext(Backlog backlog) throws InterruptedException {
            for (int faults = 1; ; faults++) {
                if (context.lifecycle().pause(pauseBefore(faults)) instanceof Continuation.End ended) {
                    return Optional.of(new Delivery.Result.Ended(ended.reason()));
                }
                try {
                    FetchedRecords wanted = wanted(read()).matching(filter);
                    if (!wanted.isEmpty()) {
                        context.monitor().replayed(wanted.records().size());
                        backlog.add(wanted);
                    }
                    return Optional.empty();
                } catch (RecordSource.ReadException e) {
                    reader = Optional.empty();
                    if (faults == MAX_FAULTS) {
                        return Optional.of(new Delivery.Result.ConnectionFailed(unreadable(e)));
                    }
                    LOG.atWarn()
                            .addKeyValue("shardId", context.shard().shardId())
                            .log("replay: {}; retrying", e.getMessage());
                }
            }
        }

        private Duration pauseBefore(int faults) {
            if (faults > 1) {
                return AFTER_FAULT.pause(faults, 0);
            }
            return reader.isEmpty() ? Duration.ZERO : BETWEEN_READS;
        }

        private static Failure unreadable(RecordSource.ReadException e) {
            return new Failure(
                    Cause.REPLAY_FAILED, "could not be given its records again: " + e.getMessage(), "", List.of());
        }

        private FetchedRecords read() throws RecordSource.ReadException, InterruptedException {
            if (reader.isEmpty()) {
                reader = Optional.of(source.openAt(from));
            }
            return reader.get().read();
        }

        private FetchedRecords wanted(FetchedRecords fetched) {
            if (fetched.isEmpty()) {
                // At the tip without the last record that was done: it is no longer in the stream.
                atEnd = fetched.millisBehindLatest() == null || fetched.millisBehindLatest() == 0;
                return fetched;
            }
            reportGap(fetched.first());
            atEnd = end.isAtOrBefore(fetched.last());
            FetchedRecords wanted = (fromWasDelivered ? fetched.after(from) : fetched.from(from)).upTo(end);
            from = fetched.last();
            fromWasDelivered = true;
            return wanted;
        }

        /** The read began at a record that was delivered once: if another one comes first, it has aged out. */
        private void reportGap(Position first) {
            boolean gone = !looked
                    && new Position(first.sequenceNumber(), 0).isAfter(new Position(firstWanted.sequenceNumber(), 0));
            looked = true;
            if (gone) {
                context.monitor().counters().agedOut();
                LOG.atError()
                        .addKeyValue("shardId", context.shard().shardId())
                        .addKeyValue("wanted", firstWanted)
                        .addKeyValue("oldest", first)
                        .log("records that were not checkpointed may have aged out of the stream:"
                                + " continuing at the oldest one there is");
            }
        }
    }
}
