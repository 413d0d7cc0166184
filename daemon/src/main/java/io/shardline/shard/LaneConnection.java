package io.shardline.shard;

import io.shardline.concurrent.Deadline;
import io.shardline.failure.Failure;
import io.shardline.processor.Outcome;
import io.shardline.processor.ProcessorConnection;
import io.shardline.protocol.ActionTimeouts;
import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.protocol.ToProcessor.ProcessRecords;
import io.shardline.shard.state.ActionDeadline;
import io.shardline.shard.state.LaneContext;
import java.time.Duration;
import java.util.Optional;

/** A connection of a lane, and the session's side of it. Used under the lane's lock. */
record LaneConnection(
        ProcessorConnection connection, LaneConnectionListener events, LaneContext context, ActionTimeouts timeouts) {

    /** Sends an action that is not a batch and waits for its status. */
    Outcome ask(ActionMessage action) throws InterruptedException {
        Optional<Failure> fault = connection.faultWhileIdle();
        return fault.isPresent() ? new Outcome.NotDelivered(fault.get()) : exchange(action);
    }

    /** Waits until the processor may be given a batch. {@return false if it may not, after this time} */
    boolean awaitTurn(Duration atMost) throws InterruptedException {
        return connection.awaitTurn(atMost);
    }

    /** {@return what the processor did wrong since its last status, if anything} */
    Optional<Failure> faultWhileIdle() throws InterruptedException {
        return connection.faultWhileIdle();
    }

    /** Sends a batch and waits for its status. {@link #faultWhileIdle} was asked before. */
    Outcome deliver(Batch batch, ProcessRecords message) throws InterruptedException {
        events.delivering(batch);
        return exchange(message);
    }

    private Outcome exchange(ActionMessage action) throws InterruptedException {
        return connection.ask(
                action,
                new ActionDeadline(
                        context.shard(),
                        connection.id(),
                        action.wireName(),
                        () -> timeouts.of(action.action()).map(Deadline::after).orElseGet(Deadline::none),
                        timeouts.enforced(),
                        context.endWatch()));
    }
}
