package io.shardline.config.operations;

import io.shardline.config.key.Require;
import java.time.Duration;
import java.util.Optional;

/**
 * What operators see and how the daemon stops.
 *
 * @param httpListen where health, metrics and the status page are served; empty: nowhere
 * @param readinessStall a shard that has work and makes no progress for longer is stalled
 * @param shutdownGrace how long a stop may take, from the signal to the exit
 * @param log the daemon's log
 * @param otlp where metrics are pushed; empty: nowhere
 * @param trace which shards' lines are written to a file; empty: none
 */
public record OperationsSettings(
        Optional<ListenAddress> httpListen,
        Duration readinessStall,
        Duration shutdownGrace,
        LogSettings log,
        Optional<OtlpSettings> otlp,
        Optional<WireTraceSettings> trace) {

    /** Checks the values. */
    public OperationsSettings {
        Require.positive("readinessStall", readinessStall);
        Require.notNegative("shutdownGrace", shutdownGrace);
    }
}
