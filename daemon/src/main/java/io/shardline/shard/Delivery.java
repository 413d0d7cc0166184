package io.shardline.shard;

import io.shardline.failure.DiscardCondition;
import io.shardline.failure.Failure;
import io.shardline.failure.RetryPlan;
import io.shardline.failure.RetryPlan.DiscardedRange;
import io.shardline.failure.RetryPolicy.Decision;
import io.shardline.failure.RetryPolicy.FailureKind;
import io.shardline.observe.ShardMonitor;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import io.shardline.protocol.ToProcessor.ProcessRecords;
import io.shardline.stream.ShardRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers records message by message, first ones and replayed ones alike, and carries out what the policies for
 * batches decide when a message fails. Outlives children; once it is {@link #isOver} nothing is delivered any more.
 *
 * <p>Used under the session's lock.
 */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final ShardRef shard;
    private final SessionServices services;
    private final BatchPolicies policies;
    private final SessionGuard guard;
    private final ShardProgress progress;
    private final ShardMonitor monitor;
    private final DaemonCheckpoints checkpoints;
    private final DiscardSender givingUp;
    private final BatchJudge judge;
    private RetryPlan<Position> plan;
    private FailedBatch undone;
    private Failure lastFailure;
    private Position lastPassed;
    private boolean over;

    Delivery(
            ShardRef shard,
            SessionServices services,
            SessionGuard guard,
            ShardProgress progress,
            ShardMonitor monitor,
            DaemonCheckpoints checkpoints) {
        this.shard = shard;
        this.services = services;
        this.policies = services.batches();
        this.guard = guard;
        this.progress = progress;
        this.monitor = monitor;
        this.checkpoints = checkpoints;
        this.givingUp = new DiscardSender(services, guard, monitor);
        this.judge = new BatchJudge(progress, policies.failWithoutCheckpoint());
        this.plan = RetryPlan.of(policies.retry());
    }

    /** How one step ended. */
    sealed interface Step {
        /** A message is done, or there was none to send. */
        record Done() implements Step {}

        /** The child lives and has not done all of its message: the next step delivers what is due. */
        record Again() implements Step {}

        /** The child failed. */
        record ChildFailed(Failure failure) implements Step {}

        /** The session should end. */
        record Over() implements Step {}
    }

    /**
     * What follows a failure before the next delivery.
     *
     * @param pause how long to wait
     * @param advanced whether the shard has come further by it: another failure is not the same again
     */
    record Settled(Duration pause, boolean advanced) {
        private static final Settled NOTHING = new Settled(Duration.ZERO, false);
    }

    /** {@return whether nothing is delivered any more in this lease} */
    boolean isOver() {
        return over;
    }

    /** Ends the deliveries of this lease. */
    void end() {
        over = true;
    }

    /** {@return whether a message of the backlog should be sent now} */
    boolean isDue(Backlog backlog) {
        return backlog.isDue(plan);
    }

    /** {@return whether the backlog holds the next message to its end} */
    boolean hasWholeMessage(Backlog backlog) {
        return backlog.hasWholeMessage(plan);
    }

    /** Delivers the next message of the backlog, or finds that nothing of it is to be delivered. */
    Step step(Recipient recipient, Backlog backlog, CheckpointRequests dialogue) throws InterruptedException {
        Settled settled = settle();
        if (settled == null || !pause(settled.pause()) || !trim(backlog) || guard.mustEnd()) {
            over = true;
            return new Step.Over();
        }
        Batch message = backlog.next(plan);
        if (message.isEmpty() && !backlog.isDue(plan)) {
            monitor.batchWasDone(); // the child that failed had checkpointed all of it, or it was given up
            return new Step.Done();
        }
        int attempt = message.isEmpty() ? 1 : plan.failuresAt(message.first()) + 1;
        ProcessRecords action = new ProcessRecords(
                message.records(), message.millisBehindLatest(), policies.showAttempt() ? attempt : 0);
        long started = System.nanoTime();
        Conversation.Answer answer = recipient.ask(action, services.timeouts().of(action), dialogue);
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        if (answer instanceof Conversation.Answer.Failed failed) {
            if (failed.hadAction() && !message.isEmpty()) {
                failed(new FailedBatch(message, 0, FailureKind.DIED, failed.failure()));
            }
            return new Step.ChildFailed(failed.failure());
        }
        FailedBatch rest = judge.judge(message, ((Conversation.Answer.Done) answer).status(), recipient);
        if (rest == null) {
            done(backlog, message.records().size());
            monitor.batchDone(took);
            return new Step.Done();
        }
        return notDone(rest, recipient, backlog);
    }

    private Step notDone(FailedBatch rest, Recipient recipient, Backlog backlog) {
        LOG.atError()
                .addKeyValue("shardId", shard.shardId())
                .addKeyValue("cause", rest.failure().cause())
                .log("the processor {}", rest.failure().message());
        if (rest.batch().isEmpty()) {
            // Nothing can come again of a batch without records.
            monitor.batchFailed(rest.failure().cause().label(), rest.failure().message());
            backlog.drop(0);
            return new Step.Done();
        }
        recipient.takeBack(
                rest.done() == 0
                        ? null
                        : rest.batch().records().get(rest.done() - 1).position());
        if (rest.done() > 0) {
            monitor.advanced();
        }
        done(backlog, rest.done());
        failed(rest);
        return new Step.Again();
    }

    private void failed(FailedBatch rest) {
        undone = rest;
        lastFailure = rest.failure();
        monitor.batchFailed(rest.failure().cause().label(), rest.failure().message());
    }

    private void done(Backlog backlog, int count) {
        if (count > 0) {
            passed(backlog.records().get(count - 1).position());
        }
        backlog.drop(count);
    }

    private void passed(Position position) {
        lastPassed = position;
        plan = plan.done(position);
        progress.passed(position);
        checkpoints.passed(progress.lastDone());
    }

    /**
     * Carries out what the last failure calls for, except for the pause.
     *
     * @return {@code null} if the session should end
     */
    Settled settle() throws InterruptedException {
        FailedBatch failed = undone;
        if (failed == null) {
            return Settled.NOTHING;
        }
        if (guard.mustEnd()) {
            over = true;
            return null;
        }
        undone = null;
        RetryPlan.Step<Position> step =
                plan.afterFailure(failed.forPlan(), services.random().getAsDouble());
        if (step.decision() instanceof Decision.Discard giveUp) {
            boolean goesOn = giveUp(giveUp.condition(), step.deliveries(), failed.failure(), failed.rest());
            over |= !goesOn;
            return goesOn ? new Settled(Duration.ZERO, true) : null;
        }
        plan = step.plan();
        return announce(step.decision(), failed);
    }

    private Settled announce(Decision decision, FailedBatch failed) {
        boolean split = decision instanceof Decision.Split;
        Duration pause = decision instanceof Decision.Split s ? s.pause() : ((Decision.Retry) decision).pause();
        int attempt = plan.failuresAt(failed.first()) + 1;
        if (split) {
            monitor.bisected();
        }
        monitor.retries(attempt, pause);
        LOG.atWarn()
                .addKeyValue("shardId", shard.shardId())
                .addKeyValue("first", failed.first())
                .addKeyValue("last", failed.last())
                .addKeyValue("records", failed.rest().size())
                .addKeyValue("cause", failed.failure().cause().label())
                .addKeyValue("attempt", attempt)
                .addKeyValue("retryInMillis", pause.toMillis())
                .log(split ? "a failed batch is split in two" : "a failed batch is tried again");
        return new Settled(pause, split || failed.manner() == FailureKind.REPORTED_REST);
    }

    private boolean pause(Duration pause) throws InterruptedException {
        return pause.isZero() || guard.pause(pause);
    }

    /** Takes from the front what is not to be delivered. {@return whether the session should go on} */
    private boolean trim(Backlog backlog) throws InterruptedException {
        Position durable = progress.durable();
        if (durable != null) {
            plan = plan.durable(durable);
        }
        while (!backlog.isEmpty()) {
            int skipped = notWanted(backlog.records(), durable);
            if (skipped > 0) {
                backlog.drop(skipped);
                continue;
            }
            List<DataRecord> old = tooOld(backlog);
            if (old.isEmpty()) {
                return true;
            }
            int deliveries = plan.deliveriesAt(old.get(0).position());
            Failure failure = deliveries == 0 ? null : lastFailure;
            if (guard.mustEnd() || !giveUp(DiscardCondition.RECORD_AGE_EXCEEDED, deliveries, failure, old)) {
                return false;
            }
        }
        return true;
    }

    /** {@return how many records at the front are behind the checkpoint or were given up before} */
    private int notWanted(List<DataRecord> records, Position durable) {
        int count = 0;
        while (count < records.size() && isBehind(records.get(count).position(), durable)) {
            count++;
        }
        if (count == 0 && plan.at(records.get(0).position()) instanceof DiscardedRange<Position> range) {
            while (count < records.size() && isBehind(records.get(count).position(), range.last())) {
                count++;
            }
        }
        return count;
    }

    private static boolean isBehind(Position position, Position border) {
        return border != null && !position.isAfter(border);
    }

    /** {@return the records at the front of the next message that have come too late} */
    private List<DataRecord> tooOld(Backlog backlog) {
        if (policies.retry().maximumRecordAge().isEmpty()) {
            return List.of();
        }
        Instant now = monitor.now();
        List<DataRecord> records = backlog.next(plan).records();
        int count = 0;
        while (count < records.size() && policies.retry().isTooOld(age(records.get(count), now))) {
            count++;
        }
        return records.subList(0, count);
    }

    private static Duration age(DataRecord record, Instant now) {
        return Duration.between(Instant.ofEpochMilli(record.approximateArrivalMillis()), now);
    }

    private boolean giveUp(DiscardCondition condition, int deliveries, Failure failure, List<DataRecord> records)
            throws InterruptedException {
        if (!givingUp.giveUp(new DiscardedRecords(shard, condition, deliveries, failure, records))) {
            return false;
        }
        Position first = records.get(0).position();
        Position last = records.get(records.size() - 1).position();
        boolean joined = lastPassed != null && first.isAfter(lastPassed);
        plan = plan.discard(joined ? lastPassed : null, first, last);
        passed(last);
        return true;
    }
}
