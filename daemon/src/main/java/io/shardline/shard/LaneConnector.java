package io.shardline.shard;

import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.failure.ProcessorFailurePolicy.Decision;
import io.shardline.processor.Outcome;
import io.shardline.processor.ProcessorAwayException;
import io.shardline.processor.ProcessorConnection;
import io.shardline.processor.StopUrgency;
import io.shardline.protocol.ToProcessor.Initialize;
import io.shardline.shard.checkpoint.DaemonCheckpoints;
import io.shardline.shard.state.Continuation;
import io.shardline.shard.state.EndReason;
import io.shardline.shard.state.LaneContext;
import io.shardline.shard.state.SessionEndWatch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Connects the processor of a lane and replaces failed connections: reports a failure once, carries out what the policy
 * decides, connects again, and delivers what the last connection had not checkpointed. Used under the lane's lock.
 */
final class LaneConnector {
    private static final Logger LOG = LoggerFactory.getLogger(LaneConnector.class);

    private final LaneContext context;
    private final SessionServices services;
    private final Delivery delivery;
    private final DaemonCheckpoints checkpoints;
    private final Replay replay;
    private final FailureStreak streak = new FailureStreak();

    LaneConnector(
            LaneContext context,
            SessionServices services,
            Delivery delivery,
            DaemonCheckpoints checkpoints,
            Replay replay) {
        this.context = context;
        this.services = services;
        this.delivery = delivery;
        this.checkpoints = checkpoints;
        this.replay = replay;
    }

    /** How an attempt to connect ended. */
    sealed interface Attempt {
        /** The processor has all that it must have before the next batch. */
        record Connected(LaneConnection connection) implements Attempt {}

        /** It did not work; the failure is reported. */
        record Failed(Failure failure) implements Attempt {}

        /** Nothing more is delivered in this lease. */
        record Ended(EndReason reason) implements Attempt {}
    }

    /** A batch is done: the next failure is a first one. */
    void batchDone() {
        streak.reset();
    }

    /** Stops a failed connection and reports why. */
    void connectionFailed(ProcessorConnection connection, Failure failure) throws InterruptedException {
        connection.stop(urgency());
        report(failure, connection.pid());
    }

    /** {@return how much time a connection has to end, as things stand} */
    StopUrgency urgency() {
        return services.stop().isRequested() ? StopUrgency.HURRIED : StopUrgency.PATIENT;
    }

    /** Carries out what the policies decide after a failure, pauses included. {@return whether to connect again} */
    Continuation beforeReconnect(Failure failure) throws InterruptedException {
        if (context.lifecycle().continuation() instanceof Continuation.End end) {
            return end;
        }
        if (services.policies().processorFailures().afterFailure(1, 0) instanceof Decision.StopDaemon) {
            services.escalation().processorFailed(context.shard(), failure);
            return new Continuation.End(EndReason.PROCESSOR_FAILED);
        }
        BatchRetries.NextDelivery next = delivery.decideRetry();
        if (next instanceof BatchRetries.NextDelivery.Never never) {
            return new Continuation.End(never.reason());
        }
        BatchRetries.NextDelivery.After after = (BatchRetries.NextDelivery.After) next;
        if (after.advanced()) {
            streak.reset();
        }
        Duration pause = longer(after.pause(), pauseOfRestart());
        context.monitor().pausing(pause);
        if (context.lifecycle().pause(pause) instanceof Continuation.End end) {
            return end;
        }
        // What is checkpointed need not be replayed.
        checkpoints.flush();
        return Continuation.CONTINUE;
    }

    /** Connects, initializes and replays. */
    Attempt connect(LaneConnectionListener events) throws InterruptedException {
        while (!services.connector().awaitReachable(SessionEndWatch.LEASE_POLL)) {
            if (context.lifecycle().continuation() instanceof Continuation.End end) {
                return new Attempt.Ended(end.reason());
            }
        }
        ProcessorConnection connection;
        try {
            connection = services.connector().connect(context.shard(), events);
        } catch (ProcessorAwayException e) {
            Failure failure = new Failure(Cause.APPLICATION_GONE, "is away: " + e.getMessage(), "", List.of());
            report(failure, OptionalLong.empty());
            return new Attempt.Failed(failure);
        } catch (IOException e) {
            Failure failure = new Failure(Cause.NOT_STARTED, "could not be started: " + e.getMessage(), "", List.of());
            report(failure, OptionalLong.empty());
            return new Attempt.Failed(failure);
        }
        context.monitor().childStarted(connection.pid().orElse(0));
        LaneConnection lane = new LaneConnection(
                connection, events, context, services.policies().timeouts());
        Outcome initialized = lane.ask(new Initialize(
                context.shard().shardId(),
                context.session().progress().startingSequenceNumber(),
                context.session().progress().startingSubSequenceNumber(),
                context.lane(),
                services.policies().lanes().count(),
                context.endWatch().fence()));
        return initialized.failure().isPresent()
                ? failed(connection, initialized.failure().get())
                : catchUp(lane);
    }

    private Attempt catchUp(LaneConnection lane) throws InterruptedException {
        Delivery.Result result = replay.into(lane);
        if (result instanceof Delivery.Result.ConnectionFailed failed) {
            return failed(lane.connection(), failed.failure());
        }
        if (result instanceof Delivery.Result.Ended ended) {
            lane.connection().stop(urgency());
            return new Attempt.Ended(ended.reason());
        }
        context.monitor().idle();
        return new Attempt.Connected(lane);
    }

    private Attempt failed(ProcessorConnection connection, Failure failure) throws InterruptedException {
        connectionFailed(connection, failure);
        return new Attempt.Failed(failure);
    }

    private Duration pauseOfRestart() {
        return services.policies()
                                .processorFailures()
                                .afterFailure(
                                        streak.count(),
                                        services.policies().jitter().getAsDouble())
                        instanceof Decision.Restart restart
                ? restart.pause()
                : Duration.ZERO;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private void report(Failure failure, OptionalLong pid) {
        if (context.session().endWatch().isLost()) {
            LOG.atInfo()
                    .addKeyValue("shardId", context.shard().shardId())
                    .addKeyValue("pid", pid.orElse(-1))
                    .log("the processor was stopped after the loss of the lease: it {}", failure.message());
            return;
        }
        // Who watches the application has logged its end once for all shards.
        boolean ofAllShards = failure.cause() == Cause.APPLICATION_GONE;
        int inARow = ofAllShards ? streak.count() : streak.increment();
        context.monitor().failed(failure.cause().label(), failure.message(), inARow);
        FailureReport.log(
                LOG.atLevel(ofAllShards ? Level.DEBUG : Level.ERROR)
                        .addKeyValue("shardId", context.shard().shardId())
                        .addKeyValue("pid", pid.orElse(-1))
                        .addKeyValue("attempt", inARow),
                failure);
    }
}
