package io.shardline.shard;

import io.shardline.failure.DiscardCondition;
import io.shardline.failure.FailedRanges;
import io.shardline.failure.FailedRanges.DiscardedRange;
import io.shardline.failure.Failure;
import io.shardline.failure.RetryPolicy;
import io.shardline.failure.RetryPolicy.Decision;
import io.shardline.failure.RetryPolicy.FailureKind;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import io.shardline.shard.port.DiscardedRecords;
import io.shardline.shard.state.Continuation;
import io.shardline.shard.state.EndReason;
import io.shardline.shard.state.LaneContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what the policies decide about failed batches of one lane: retry, split, discard. Remembers what failed by
 * positions, because a replay reads the records again in other portions. Used under the lane's lock.
 */
final class BatchRetries {
    private static final Logger LOG = LoggerFactory.getLogger(BatchRetries.class);

    private final LaneContext context;
    private final RetryPolicy policy;
    private final DiscardSender discards;
    private final DoubleSupplier jitter;
    private final Consumer<Position> onAdvance;
    private FailedRanges<Position> plan;
    private Optional<FailedBatch> undecided = Optional.empty();
    private Optional<Failure> lastFailure = Optional.empty();
    private Optional<Position> lastDone = Optional.empty();

    /**
     * Makes the book of a lane in which nothing has failed.
     *
     * @param onAdvance receives the position up to which records are done or discarded
     */
    BatchRetries(
            LaneContext context,
            RetryPolicy policy,
            DiscardSender discards,
            DoubleSupplier jitter,
            Consumer<Position> onAdvance) {
        this.context = context;
        this.policy = policy;
        this.discards = discards;
        this.jitter = jitter;
        this.onAdvance = onAdvance;
        this.plan = FailedRanges.of(policy);
    }

    /** What follows before the next delivery. */
    sealed interface NextDelivery {

        /**
         * Deliver after a pause.
         *
         * @param pause how long to wait
         * @param advanced whether the shard has advanced since the failure: another failure is not a repetition
         */
        record After(Duration pause, boolean advanced) implements NextDelivery {
            private static final After IMMEDIATELY = new After(Duration.ZERO, false);
        }

        /** Nothing more is delivered in this lease. */
        record Never(EndReason reason) implements NextDelivery {}
    }

    /** {@return which records may be delivered together} */
    FailedRanges<Position> plan() {
        return plan;
    }

    /** {@return which attempt the next delivery of the records from this position on is, from 1} */
    int attemptAt(Position position) {
        return plan.failuresAt(position) + 1;
    }

    /** A batch failed. What follows is decided by {@link #decideRetry}. */
    void batchFailed(FailedBatch failed) {
        undecided = Optional.of(failed);
        lastFailure = Optional.of(failed.failure());
        context.monitor()
                .batchFailed(failed.failure().cause().label(), failed.failure().message());
        context.monitor().events().failedInvoke(failed.rest().size());
    }

    /** Every record up to this one is done. */
    void advance(Position position) {
        lastDone = Optional.of(position);
        plan = plan.markDone(position);
        onAdvance.accept(position);
    }

    /** Decides what the last failure calls for and does it, except for the pause. Does nothing if nothing has failed. */
    NextDelivery decideRetry() throws InterruptedException {
        if (undecided.isEmpty()) {
            return NextDelivery.After.IMMEDIATELY;
        }
        if (context.lifecycle().continuation() instanceof Continuation.End end) {
            return new NextDelivery.Never(end.reason());
        }
        FailedBatch failed = undecided.get();
        undecided = Optional.empty();
        FailedRanges.Step<Position> step = plan.afterFailure(failed.forPlan(), jitter.getAsDouble());
        if (step.decision() instanceof Decision.Discard discard) {
            return discard(discard.condition(), step.deliveries(), Optional.of(failed.failure()), failed.rest())
                            instanceof Continuation.End end
                    ? new NextDelivery.Never(end.reason())
                    : new NextDelivery.After(Duration.ZERO, true);
        }
        plan = step.plan();
        boolean split = step.decision() instanceof Decision.Split;
        Duration pause = step.decision() instanceof Decision.Split half
                ? half.pause()
                : ((Decision.Retry) step.decision()).pause();
        announce(failed, split, pause);
        return new NextDelivery.After(pause, split || failed.kind() == FailureKind.REPORTED_PARTLY);
    }

    private void announce(FailedBatch failed, boolean split, Duration pause) {
        int attempt = attemptAt(failed.first());
        if (split) {
            context.monitor().counters().bisected();
        }
        context.monitor().retries(attempt, pause);
        LOG.atWarn()
                .addKeyValue("shardId", context.shard().shardId())
                .addKeyValue("first", failed.first())
                .addKeyValue("last", failed.last())
                .addKeyValue("records", failed.rest().size())
                .addKeyValue("cause", failed.failure().cause().label())
                .addKeyValue("attempt", attempt)
                .addKeyValue("retryInMillis", pause.toMillis())
                .log(split ? "failed batch is split in two and retried" : "failed batch is retried");
    }

    /** Removes from the front what is not delivered (again). {@return whether the session continues} */
    Continuation trim(Backlog backlog) throws InterruptedException {
        Optional<Position> durable = context.progress().durable();
        durable.ifPresent(position -> plan = plan.markDurable(position));
        while (!backlog.isEmpty()) {
            int skipped = skippedAtFront(backlog.records());
            if (skipped > 0) {
                backlog.drop(skipped);
                continue;
            }
            List<DataRecord> expired = expiredAtFront(backlog);
            if (expired.isEmpty()) {
                return Continuation.CONTINUE;
            }
            int deliveries = plan.deliveriesAt(expired.get(0).position());
            Optional<Failure> failure = deliveries == 0 ? Optional.empty() : lastFailure;
            if (context.lifecycle().continuation() instanceof Continuation.End end) {
                return end;
            }
            if (discard(DiscardCondition.RECORD_AGE_EXCEEDED, deliveries, failure, expired)
                    instanceof Continuation.End end) {
                return end;
            }
        }
        return Continuation.CONTINUE;
    }

    /** {@return how many records at the front are checkpointed, or were discarded before} */
    private int skippedAtFront(List<DataRecord> records) {
        int count = 0;
        while (count < records.size()
                && context.progress().isDurable(records.get(count).position())) {
            count++;
        }
        if (count == 0 && plan.at(records.get(0).position()) instanceof DiscardedRange<Position> range) {
            while (count < records.size() && records.get(count).position().isAtOrBefore(range.last())) {
                count++;
            }
        }
        return count;
    }

    /** {@return the records at the front of the next batch that are too old to be delivered} */
    private List<DataRecord> expiredAtFront(Backlog backlog) {
        if (policy.maximumRecordAge().isEmpty()) {
            return List.of();
        }
        Instant now = context.monitor().now();
        List<DataRecord> records = backlog.next(plan).records();
        int count = 0;
        while (count < records.size() && policy.isTooOld(age(records.get(count), now))) {
            count++;
        }
        return records.subList(0, count);
    }

    private static Duration age(DataRecord record, Instant now) {
        return Duration.between(Instant.ofEpochMilli(record.approximateArrivalMillis()), now);
    }

    private Continuation discard(
            DiscardCondition condition, int deliveries, Optional<Failure> failure, List<DataRecord> records)
            throws InterruptedException {
        Continuation continuation = discards.discard(
                new DiscardedRecords(context.shard(), condition, deliveries, failure.orElse(null), records));
        if (continuation instanceof Continuation.Continue) {
            Position first = records.get(0).position();
            Position last = records.get(records.size() - 1).position();
            Optional<Position> joined = lastDone.filter(first::isAfter);
            plan = plan.discard(joined.orElse(null), first, last);
            advance(last);
        }
        return continuation;
    }
}
