package io.shardline.kcl;

import java.time.Duration;
import java.util.function.Function;
import software.amazon.kinesis.leases.LeaseManagementConfig.WorkerUtilizationAwareAssignmentConfig;

/** How the load of machines steers the leases. */
final class BalancingKeyCases {

    private BalancingKeyCases() {}

    static void balancing(KeyCases cases) {
        balance(
                cases,
                "inMemoryWorkerMetricsCaptureFrequencyMillis",
                WorkerUtilizationAwareAssignmentConfig::inMemoryWorkerMetricsCaptureFrequencyMillis,
                "41",
                41L);
        balance(
                cases,
                "workerMetricsReporterFreqInMillis",
                WorkerUtilizationAwareAssignmentConfig::workerMetricsReporterFreqInMillis,
                "42",
                42L);
        balance(
                cases,
                "noOfPersistedMetricsPerWorkerMetrics",
                WorkerUtilizationAwareAssignmentConfig::noOfPersistedMetricsPerWorkerMetrics,
                "43",
                43);
        balance(
                cases,
                "disableWorkerMetrics",
                WorkerUtilizationAwareAssignmentConfig::disableWorkerMetrics,
                "true",
                true,
                "false",
                false);
        balance(
                cases,
                "maxThroughputPerHostKBps",
                WorkerUtilizationAwareAssignmentConfig::maxThroughputPerHostKBps,
                "10.5",
                10.5,
                "0",
                0.0);
        balance(
                cases,
                "dampeningPercentage",
                WorkerUtilizationAwareAssignmentConfig::dampeningPercentage,
                "44",
                44,
                "0",
                0);
        balance(
                cases,
                "reBalanceThresholdPercentage",
                WorkerUtilizationAwareAssignmentConfig::reBalanceThresholdPercentage,
                "45",
                45,
                "0",
                0);
        balance(
                cases,
                "allowThroughputOvershoot",
                WorkerUtilizationAwareAssignmentConfig::allowThroughputOvershoot,
                "false",
                false,
                "true",
                true);
        balance(
                cases,
                "varianceBalancingFrequency",
                WorkerUtilizationAwareAssignmentConfig::varianceBalancingFrequency,
                "46",
                46);
        balance(
                cases,
                "workerMetricsEMAAlpha",
                WorkerUtilizationAwareAssignmentConfig::workerMetricsEMAAlpha,
                "0.25",
                0.25,
                "0",
                0.0);
        balance(
                cases,
                "staleWorkerMetricsEntryCleanupDuration",
                WorkerUtilizationAwareAssignmentConfig::staleWorkerMetricsEntryCleanupDuration,
                "PT15M",
                Duration.ofMinutes(15),
                "PT0S",
                Duration.ZERO);
    }

    static void balance(
            KeyCases cases,
            String key,
            Function<WorkerUtilizationAwareAssignmentConfig, Object> actual,
            Object... valuesAndExpectations) {
        LeaseKeyCases.lease(
                cases,
                key,
                config -> actual.apply(config.workerUtilizationAwareAssignmentConfig()),
                valuesAndExpectations);
    }
}
