package io.shardline.shard;

import io.shardline.concurrent.Deadline;
import io.shardline.protocol.ToProcessor;
import java.time.Duration;
import java.util.Optional;

/**
 * How long each action may take.
 *
 * @param processRecords empty means for ever, as in the original
 */
public record Timeouts(
        Duration initialize,
        Optional<Duration> processRecords,
        Duration leaseLost,
        Duration shardEnded,
        Duration shutdownRequested) {

    Deadline of(ToProcessor action) {
        if (action instanceof ToProcessor.ProcessRecords) {
            return processRecords.map(Deadline::after).orElseGet(Deadline::none);
        }
        return Deadline.after(duration(action));
    }

    private Duration duration(ToProcessor action) {
        if (action instanceof ToProcessor.LeaseLost) {
            return leaseLost;
        }
        if (action instanceof ToProcessor.ShardEnded) {
            return shardEnded;
        }
        return action instanceof ToProcessor.ShutdownRequested ? shutdownRequested : initialize;
    }
}
