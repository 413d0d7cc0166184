package io.shardline.config.processor;

import io.shardline.config.key.Require;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * An application that listens and receives the records of all shards, one connection for each.
 *
 * @param address where it listens
 * @param away how long leases are kept while the application does not listen
 * @param connectTimeout how long one attempt to connect may take
 * @param maxConcurrentBatches how many batches the application may have at the same time; empty: no limit
 */
public record HostedSettings(
        ProcessorAddress address, Duration away, Duration connectTimeout, OptionalInt maxConcurrentBatches) {

    /** Checks the values. */
    public HostedSettings {
        Require.notNegative("away", away);
        Require.positive("connectTimeout", connectTimeout);
        maxConcurrentBatches.ifPresent(most -> Require.atLeast("maxConcurrentBatches", 1, most));
    }
}
