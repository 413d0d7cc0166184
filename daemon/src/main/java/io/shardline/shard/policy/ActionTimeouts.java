package io.shardline.shard.policy;

import io.shardline.concurrent.Deadline;
import io.shardline.protocol.ToProcessor.ActionMessage;
import java.time.Duration;
import java.util.Optional;

/**
 * How long each action may take.
 *
 * @param processRecords empty means for ever, as in the original
 */
public record ActionTimeouts(
        Duration initialize,
        Optional<Duration> processRecords,
        Duration leaseLost,
        Duration shardEnded,
        Duration shutdownRequested) {

    public Deadline of(ActionMessage message) {
        return switch (message.action()) {
            case INITIALIZE -> Deadline.after(initialize);
            case PROCESS_RECORDS -> processRecords.map(Deadline::after).orElseGet(Deadline::none);
            case LEASE_LOST -> Deadline.after(leaseLost);
            case SHARD_ENDED -> Deadline.after(shardEnded);
            case SHUTDOWN_REQUESTED -> Deadline.after(shutdownRequested);
        };
    }
}
