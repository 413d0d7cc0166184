package io.shardline.shard;

import io.shardline.concurrent.Deadline;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.shard.checkpoint.CheckpointRequests;
import io.shardline.shard.checkpoint.DaemonCheckpoints;
import io.shardline.shard.checkpoint.RequestedCheckpoints;
import io.shardline.shard.policy.BatchPolicies;
import io.shardline.shard.port.FetchedRecords;
import io.shardline.shard.port.RecordSource;
import io.shardline.shard.state.Continuation;
import io.shardline.shard.state.LaneContext;
import io.shardline.shard.state.SessionLifecycle;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The part of a session that delivers in order: its connection and what makes a new one, its backlog, and what it knows of
 * failed batches. Used under the lane's lock.
 */
final class Lane {
    private final Delivery delivery;
    private final LaneConnector recovery;
    private final Supplier<LaneConnectionListener> newEvents;
    private final SessionLifecycle lifecycle;
    /** Written under the lane's lock; read by {@link #kill} without it. */
    private volatile LaneState state = new LaneState.Unconnected();

    /**
     * Makes a lane without a connection.
     *
     * @param lifecycle tells whether the session continues
     * @param newEvents makes the session's side of each connection
     */
    Lane(
            Delivery delivery,
            LaneConnector recovery,
            SessionLifecycle lifecycle,
            Supplier<LaneConnectionListener> newEvents) {
        this.lifecycle = lifecycle;
        this.delivery = delivery;
        this.recovery = recovery;
        this.newEvents = newEvents;
    }

    /** Makes the lane of a session, with what it is made of. */
    static Lane of(
            LaneContext context,
            SessionServices services,
            RecordSource source,
            RequestedCheckpoints checkpoints,
            DaemonCheckpoints daemonCheckpoints,
            Consumer<LaneConnectionListener> onDisconnected) {
        BatchPolicies policies = services.policies().batches();
        BatchRetries retries = new BatchRetries(
                context,
                policies.retry(),
                new DiscardSender(
                        services.destination(),
                        policies.holdForDestination(),
                        services.policies().jitter(),
                        context),
                services.policies().jitter(),
                position -> {
                    context.progress().advance(position);
                    context.progress().watermark().ifPresent(daemonCheckpoints::advance);
                });
        Delivery delivery = new Delivery(context, policies, retries);
        LaneConnector recovery = new LaneConnector(
                context,
                services,
                delivery,
                daemonCheckpoints,
                new Replay(context, source, policies.filter(), delivery));
        return new Lane(
                delivery,
                recovery,
                context.lifecycle(),
                () -> new LaneConnectionListener(
                        new CheckpointRequests(context, checkpoints), context.monitor(), onDisconnected));
    }

    /** Adds records that were fetched. */
    void add(FetchedRecords fetched) {
        delivery.add(fetched);
    }

    /** {@return whether no record waits} */
    boolean isEmpty() {
        return delivery.isEmpty();
    }

    /** {@return when the window ends that records wait for} */
    Deadline windowEnd() {
        return delivery.windowEnd();
    }

    /**
     * Delivers what waits, over several connections if need be.
     *
     * @param all whether to send also what still waits for a batch to be full or its window to end
     */
    Continuation deliver(boolean all) throws InterruptedException {
        while (delivery.isDue() || (all && !delivery.isEmpty())) {
            if (connect() instanceof Continuation.End end) {
                return end;
            }
            LaneConnection connection = ((LaneState.Connected) state).connection();
            Delivery.Result result = delivery.deliver(connection, all, recovery::batchDone);
            if (result instanceof Delivery.Result.ConnectionFailed failed) {
                fail(connection, failed.failure());
            } else if (result instanceof Delivery.Result.Ended ended) {
                return new Continuation.End(ended.reason());
            }
        }
        return Continuation.CONTINUE;
    }

    /** Connects the processor if it is not connected, as often as the policies allow. */
    Continuation connect() throws InterruptedException {
        while (!(state instanceof LaneState.Connected)) {
            if (lifecycle.isEnded()) {
                return lifecycle.continuation();
            }
            if (state instanceof LaneState.Disconnected down
                    && recovery.beforeReconnect(down.failure()) instanceof Continuation.End end) {
                return end;
            }
            LaneConnector.Attempt attempt = recovery.connect(newEvents.get());
            if (attempt instanceof LaneConnector.Attempt.Ended ended) {
                state = new LaneState.Closed();
                return new Continuation.End(ended.reason());
            }
            state = attempt instanceof LaneConnector.Attempt.Connected connected
                    ? new LaneState.Connected(connected.connection())
                    : new LaneState.Disconnected(((LaneConnector.Attempt.Failed) attempt).failure());
        }
        if (lifecycle.isEnded()) {
            kill(); // the session ended while this connection was made
            return lifecycle.continuation();
        }
        return Continuation.CONTINUE;
    }

    /** Asks the processor, if it is connected. {@return whether it answered as it should} */
    boolean ask(ActionMessage action) throws InterruptedException {
        if (!(state instanceof LaneState.Connected connected)) {
            return false;
        }
        Optional<Failure> failure = connected.connection().ask(action).failure();
        if (failure.isPresent()) {
            fail(connected.connection(), failure.get());
        }
        return failure.isEmpty();
    }

    /** The processor failed at something that is not its connection's fault: it must be replaced. */
    void fail(Failure failure) throws InterruptedException {
        if (state instanceof LaneState.Connected connected) {
            fail(connected.connection(), failure);
        }
    }

    /** {@return whether these are the events of the present connection} */
    boolean isConnectedBy(LaneConnectionListener events) {
        return state instanceof LaneState.Connected connected
                && connected.connection().events() == events;
    }

    /** The processor has ended its connection while it had nothing to do: it is replaced. */
    Continuation replaceDisconnected() throws InterruptedException {
        if (state instanceof LaneState.Connected connected) {
            LaneConnection connection = connected.connection();
            Failure failure = connection
                    .faultWhileIdle()
                    .orElseGet(() -> new Failure(Cause.CLOSED_PIPE, "ended the connection", "", List.of()));
            fail(connection, failure);
        }
        return connect();
    }

    /** Stops the connection in order. The lane does nothing more. */
    void close() throws InterruptedException {
        if (state instanceof LaneState.Connected connected) {
            connected.connection().connection().stop(recovery.urgency());
        }
        state = new LaneState.Closed();
        delivery.clear();
    }

    /** Ends the connection immediately. Called on any thread, without the lane's lock, when the session has ended. */
    void kill() {
        if (state instanceof LaneState.Connected connected) {
            connected.connection().connection().kill();
        }
    }

    private void fail(LaneConnection connection, Failure failure) throws InterruptedException {
        recovery.connectionFailed(connection.connection(), failure);
        state = new LaneState.Disconnected(failure);
    }
}
