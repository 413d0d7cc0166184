package io.shardline.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How the load of machines steers the leases (WorkerUtilizationAwareAssignmentConfig, KCL 3.5.1).
 *
 * @param captureInterval how often this machine's load is taken
 * @param reportInterval how often it is written to the table
 * @param persistedMetrics how many values are kept
 * @param metricsDisabled whether load is left out, so that only throughput counts
 * @param maxThroughputKBps the most for one daemon, in KB a second; empty: no limit
 * @param dampeningPercentage how much of an imbalance is moved at once
 * @param rebalanceThresholdPercentage the imbalance that is tolerated
 * @param allowThroughputOvershoot whether a lease may move that is larger than the imbalance
 * @param varianceBalancingFrequency one of how many assignments also balances
 * @param metricsEmaAlpha the weight of the newest value in the moving average
 * @param staleMetricsCleanup after this time a silent daemon's values are deleted
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
        TableSettings table) {}
