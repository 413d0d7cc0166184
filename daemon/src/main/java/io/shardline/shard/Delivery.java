package io.shardline.shard;

import io.shardline.concurrent.Deadline;
import io.shardline.failure.Failure;
import io.shardline.failure.RetryPolicy.FailureKind;
import io.shardline.processor.Outcome;
import io.shardline.protocol.Position;
import io.shardline.protocol.ToProcessor.ProcessRecords;
import io.shardline.shard.policy.BatchPolicies;
import io.shardline.shard.port.FetchedRecords;
import io.shardline.shard.state.Continuation;
import io.shardline.shard.state.EndReason;
import io.shardline.shard.state.LaneContext;
import io.shardline.shard.state.SessionEndWatch;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the records of one lane batch by batch: its backlog, and what is replayed to a new connection. One loop
 * serves both, so that the same policies apply: else a record that kills every processor would block the shard for ever.
 *
 * <p>Outlives connections. Used under the lane's lock.
 */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final LaneContext context;
    private final BatchPolicies policies;
    private final BatchRetries retries;
    private final BatchJudge judge;
    private final Backlog backlog;

    Delivery(LaneContext context, BatchPolicies policies, BatchRetries retries) {
        this.context = context;
        this.policies = policies;
        this.retries = retries;
        this.judge = new BatchJudge(context.progress(), policies.failWithoutCheckpoint());
        this.backlog = new Backlog(policies.limits());
    }

    /** How a delivery ended. */
    sealed interface Result {
        /** Everything that was due is done or discarded. */
        record CaughtUp() implements Result {}

        /** The connection failed, or the records for it could not be read: it must be replaced. */
        record ConnectionFailed(Failure failure) implements Result {}

        /** Nothing more is delivered in this lease. */
        record Ended(EndReason reason) implements Result {}
    }

    /** Makes the next batch available in a backlog. */
    interface Intake {
        /** {@return how the delivery ends; empty if a batch can be taken from the backlog} */
        Optional<Result> prepare(Backlog backlog) throws InterruptedException;
    }

    /** Adds records that were fetched. */
    void add(FetchedRecords fetched) {
        backlog.add(fetched);
    }

    /** Removes every record that waits: it is after every checkpoint, so the next owner of the shard gets it. */
    void clear() {
        backlog.clear();
    }

    /** {@return whether a batch should be sent now} */
    boolean isDue() {
        return backlog.isDue(retries.plan());
    }

    /** {@return whether no record waits} */
    boolean isEmpty() {
        return backlog.isEmpty();
    }

    /** {@return when the window ends that records wait for} */
    Deadline windowEnd() {
        return backlog.windowEnd();
    }

    /** Carries out what the last failure calls for, except for the pause. Called before a connection is replaced. */
    BatchRetries.NextDelivery decideRetry() throws InterruptedException {
        return retries.decideRetry();
    }

    /**
     * Delivers what waits.
     *
     * @param all whether to send also what still waits for a batch to be full or its window to end
     * @param onBatchDone called after each batch that is done
     */
    Result deliver(LaneConnection connection, boolean all, Runnable onBatchDone) throws InterruptedException {
        return run(
                connection,
                backlog,
                waiting ->
                        isDue() || (all && !waiting.isEmpty()) ? Optional.empty() : Optional.of(new Result.CaughtUp()),
                onBatchDone);
    }

    /** Delivers again what an intake reads. */
    Result replay(LaneConnection connection, Intake intake) throws InterruptedException {
        return run(connection, new Backlog(policies.limits().withoutWindow()), intake, () -> {});
    }

    /** {@return whether the next batch of the backlog is complete} */
    boolean hasWholeBatch(Backlog waiting) {
        return waiting.hasWholeBatch(retries.plan());
    }

    private Result run(LaneConnection connection, Backlog waiting, Intake intake, Runnable onBatchDone)
            throws InterruptedException {
        Optional<Result> result = intake.prepare(waiting);
        while (result.isEmpty()) {
            result = deliverNext(connection, waiting, onBatchDone);
            if (result.isEmpty()) {
                result = intake.prepare(waiting);
            }
        }
        return result.get();
    }

    /** Delivers the next batch, or finds that none of it is to be delivered. {@return how the delivery ends, if it does} */
    private Optional<Result> deliverNext(LaneConnection connection, Backlog waiting, Runnable onBatchDone)
            throws InterruptedException {
        if (readyForNext(waiting) instanceof Continuation.End end) {
            return Optional.of(new Result.Ended(end.reason()));
        }
        Batch batch = waiting.next(retries.plan());
        if (batch.isEmpty() && !waiting.isDue(retries.plan())) {
            context.monitor().batchWasDone(); // the failed processor had checkpointed all of it, or it was discarded
            onBatchDone.run();
            return Optional.empty();
        }
        if (awaitTurn(connection) instanceof Continuation.End end) {
            return Optional.of(new Result.Ended(end.reason()));
        }
        Optional<Failure> fault = connection.faultWhileIdle();
        if (fault.isPresent()) {
            return Optional.of(new Result.ConnectionFailed(fault.get()));
        }
        long started = System.nanoTime();
        Outcome outcome = send(connection, batch);
        if (outcome instanceof Outcome.Failed failed
                && !batch.isEmpty()
                && !context.endWatch().isLost()) {
            retries.batchFailed(new FailedBatch(batch, 0, FailureKind.PROCESSOR_FAILED, failed.cause()));
        }
        if (outcome instanceof Outcome.NotDelivered
                && context.lifecycle().continuation() instanceof Continuation.End end) {
            return Optional.of(new Result.Ended(end.reason())); // it waited for a free processor until then
        }
        if (outcome.failure().isPresent()) {
            return Optional.of(new Result.ConnectionFailed(outcome.failure().get()));
        }
        Optional<FailedBatch> failed = outcome instanceof Outcome.BatchFailed whole
                ? Optional.of(new FailedBatch(batch, 0, FailureKind.REPORTED, whole.cause()))
                : judge.judge(batch, ((Outcome.Answered) outcome).status(), connection.connection());
        if (failed.isPresent()) {
            keepRest(failed.get(), connection, waiting, onBatchDone);
        } else {
            drop(waiting, batch.size());
            context.monitor().batchDone(Duration.ofNanos(System.nanoTime() - started));
            onBatchDone.run();
        }
        return Optional.empty();
    }

    /** A processor that serves many shards may have enough batches. */
    private Continuation awaitTurn(LaneConnection connection) throws InterruptedException {
        while (!connection.awaitTurn(SessionEndWatch.LEASE_POLL)) {
            if (context.lifecycle().continuation() instanceof Continuation.End end) {
                return end;
            }
        }
        return Continuation.CONTINUE;
    }

    private Continuation readyForNext(Backlog waiting) throws InterruptedException {
        BatchRetries.NextDelivery next = retries.decideRetry();
        if (next instanceof BatchRetries.NextDelivery.Never never) {
            return new Continuation.End(never.reason());
        }
        Duration pause = ((BatchRetries.NextDelivery.After) next).pause();
        Continuation paused =
                pause.isZero() ? Continuation.CONTINUE : context.lifecycle().pause(pause);
        if (paused instanceof Continuation.End) {
            return paused;
        }
        Continuation trimmed = retries.trim(waiting);
        return trimmed instanceof Continuation.End
                ? trimmed
                : context.lifecycle().continuation();
    }

    private Outcome send(LaneConnection connection, Batch batch) throws InterruptedException {
        int attempt = batch.isEmpty() ? 1 : retries.attemptAt(batch.first());
        context.monitor().batchSent(batch.size(), batch.payloadBytes(), batch.millisBehindLatest());
        return connection.deliver(
                batch,
                new ProcessRecords(batch.records(), batch.millisBehindLatest(), policies.showAttempt() ? attempt : 0));
    }

    private void keepRest(FailedBatch failed, LaneConnection connection, Backlog waiting, Runnable onBatchDone) {
        FailureReport.log(LOG.atError().addKeyValue("shardId", context.shard().shardId()), failed.failure());
        if (failed.batch().isEmpty()) {
            // A batch without records has nothing to retry.
            context.monitor()
                    .batchFailed(
                            failed.failure().cause().label(), failed.failure().message());
            waiting.drop(0);
            onBatchDone.run();
            return;
        }
        Optional<Position> lastDone = failed.done() == 0
                ? Optional.empty()
                : Optional.of(failed.batch().records().get(failed.done() - 1).position());
        connection.events().retractAfter(lastDone);
        if (failed.done() > 0) {
            context.monitor().advanced();
        }
        drop(waiting, failed.done());
        retries.batchFailed(failed);
    }

    private void drop(Backlog waiting, int done) {
        if (done > 0) {
            retries.advance(waiting.records().get(done - 1).position());
        }
        waiting.drop(done);
    }
}
