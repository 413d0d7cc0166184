package io.shardline.config.lease;

import io.shardline.config.key.Require;
import java.time.Duration;
import java.util.Optional;

/**
 * How leases follow the load of the machines (WorkerUtilizationAwareAssignmentConfig, KCL 3.5.1).
 *
 * @param captureInterval how often the load of this machine is measured
 * @param reportInterval how often it is written to the table
 * @param persistedMetrics how many values are kept
 * @param metricsDisabled whether the load is ignored, so that only throughput counts
 * @param maxThroughputKBps the maximum for one daemon, in KB per second; empty: no limit
 * @param dampeningPercentage how much of an imbalance is moved at one time
 * @param rebalanceThresholdPercentage the imbalance that is tolerated
 * @param allowThroughputOvershoot whether a lease may move that is larger than the imbalance
 * @param varianceBalancingFrequency the load is balanced at every N-th assignment
 * @param metricsEmaAlpha the weight of the newest value in the moving average
 * @param staleMetricsCleanup how long the values of a daemon that no longer reports are kept
 * @param table the table of the values
 */
public record BalancingSettings(
        Duration captureInterval,
        Duration reportInterval,
        int persistedMetrics,
        boolean metricsDisabled,
        Optional<Double> maxThroughputKBps,
        int dampeningPercentage,
        int rebalanceThresholdPercentage,
        boolean allowThroughputOvershoot,
        int varianceBalancingFrequency,
        double metricsEmaAlpha,
        Duration staleMetricsCleanup,
        TableSettings table) {

    /** Checks the values. */
    public BalancingSettings {
        Require.positive("captureInterval", captureInterval);
        Require.positive("reportInterval", reportInterval);
        Require.atLeast("persistedMetrics", 1, persistedMetrics);
        Require.between("dampeningPercentage", 0, 100, dampeningPercentage);
        Require.between("rebalanceThresholdPercentage", 0, 100, rebalanceThresholdPercentage);
        Require.atLeast("varianceBalancingFrequency", 1, varianceBalancingFrequency);
        Require.between("metricsEmaAlpha", 0, 1, metricsEmaAlpha);
        Require.notNegative("staleMetricsCleanup", staleMetricsCleanup);
    }
}
