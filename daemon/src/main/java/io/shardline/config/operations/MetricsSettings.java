package io.shardline.config.operations;

import io.shardline.config.key.Require;
import java.time.Duration;
import java.util.Set;

/**
 * The KCL's own metrics.
 *
 * @param level NONE publishes nothing and never calls CloudWatch
 * @param backend where they are published
 * @param namespace in CloudWatch
 * @param bufferTime the longest time before values are sent
 * @param maxQueueSize the maximum number of values that wait
 * @param flushBuffer the number of values that are sent together
 * @param enabledDimensions by which the values are told apart; {@code ALL} for every one
 */
public record MetricsSettings(
        Level level,
        Backend backend,
        String namespace,
        Duration bufferTime,
        int maxQueueSize,
        int flushBuffer,
        Set<String> enabledDimensions) {

    /** Checks the values. */
    public MetricsSettings {
        Require.positive("bufferTime", bufferTime);
        Require.atLeast("maxQueueSize", 1, maxQueueSize);
        Require.atLeast("flushBuffer", 1, flushBuffer);
    }

    /** How much the KCL publishes. */
    public enum Level {
        NONE,
        SUMMARY,
        DETAILED
    }

    /** Where the KCL publishes its metrics. */
    public enum Backend {
        CLOUDWATCH,
        /** To the OpenTelemetry that a Java agent sets up in this process; without one, nowhere. */
        OTEL
    }
}
