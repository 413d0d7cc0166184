package io.shardline.config;

import java.time.Duration;
import java.util.Optional;

/**
 * What operators look at.
 *
 * @param httpListen where health, metrics and the status page are served; empty: nowhere
 * @param readinessStall a shard without progress for longer is stalled
 * @param otlp where metrics are pushed; empty: nowhere
 * @param trace which conversations are written down; empty: none
 */
public record OperationsSettings(
        Optional<ListenAddress> httpListen,
        Duration readinessStall,
        LogSettings log,
        Optional<OtlpSettings> otlp,
        Optional<WireTraceSettings> trace) {}
