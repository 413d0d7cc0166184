package io.shardline.protocol;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long a processor may take for each action, until its status.
 *
 * @param enforced whether a processor that has not answered in time is replaced; otherwise it is reported and waited for
 * @param processRecords empty: no limit, as the time of the user's own work is not known
 */
public record ActionTimeouts(
        boolean enforced,
        Duration initialize,
        Optional<Duration> processRecords,
        Duration leaseLost,
        Duration shardEnded,
        Duration shutdownRequested) {

    /** Checks the values. */
    public ActionTimeouts {
        if (Stream.concat(Stream.of(initialize, leaseLost, shardEnded, shutdownRequested), processRecords.stream())
                .anyMatch(timeout -> timeout.isNegative() || timeout.isZero())) {
            throw new IllegalArgumentException("a timeout must be positive");
        }
    }

    /** Enforced. */
    public ActionTimeouts(
            Duration initialize,
            Optional<Duration> processRecords,
            Duration leaseLost,
            Duration shardEnded,
            Duration shutdownRequested) {
        this(true, initialize, processRecords, leaseLost, shardEnded, shutdownRequested);
    }

    /** {@return how long this action may take; empty: no limit} */
    public Optional<Duration> of(Action action) {
        return switch (action) {
            case INITIALIZE -> Optional.of(initialize);
            case PROCESS_RECORDS -> processRecords;
            case LEASE_LOST -> Optional.of(leaseLost);
            case SHARD_ENDED -> Optional.of(shardEnded);
            case SHUTDOWN_REQUESTED -> Optional.of(shutdownRequested);
        };
    }
}
