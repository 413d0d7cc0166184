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
 * @param onApplicationFailure what happens if one of several applications fails
 * @param otlp where metrics are pushed; empty: nowhere
 * @param trace which shards' lines are written to a file; empty: none
 */
public record OperationsSettings(
        Optional<ListenAddress> httpListen,
        Duration readinessStall,
        Duration shutdownGrace,
        LogSettings log,
        OnApplicationFailure onApplicationFailure,
        Optional<OtlpSettings> otlp,
        Optional<WireTraceSettings> trace) {

    /** Checks the values. */
    public OperationsSettings {
        Require.positive("readinessStall", readinessStall);
        Require.notNegative("shutdownGrace", shutdownGrace);
    }

    /** What happens if one of several applications fails. */
    public enum OnApplicationFailure {
        /** It is started again; the others continue. */
        RESTART,
        /** The daemon stops. */
        EXIT
    }
}
