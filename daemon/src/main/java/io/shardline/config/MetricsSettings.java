package io.shardline.config;

import java.time.Duration;
import java.util.Set;

/**
 * What the KCL publishes about itself.
 *
 * @param level NONE publishes nothing and calls no CloudWatch
 * @param backend where to
 * @param namespace in CloudWatch
 * @param bufferTime the longest wait before values are sent
 * @param maxQueueSize the most values that wait
 * @param flushBuffer the values of one send
 * @param enabledDimensions by which values are told apart; {@code ALL} for every one
 */
public record MetricsSettings(
        MetricsLevel level,
        MetricsBackend backend,
        String namespace,
        Duration bufferTime,
        int maxQueueSize,
        int flushBuffer,
        Set<String> enabledDimensions) {}
