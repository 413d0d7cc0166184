package io.shardline.kcl;

import java.time.Duration;
import java.util.function.Function;
import software.amazon.kinesis.leases.LeaseAssignmentStrategy;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.leases.LeaseManagementConfig.GracefulLeaseHandoffConfig;

/** Leases and their handing over. */
final class LeaseKeyCases {

    private LeaseKeyCases() {}

    static void leases(KeyCases cases) {
        lease(cases, "failoverTimeMillis", LeaseManagementConfig::failoverTimeMillis, "2000", 2000L);
        lease(
                cases,
                "leaseAssignmentIntervalMillis",
                LeaseManagementConfig::leaseAssignmentIntervalMillis,
                "500",
                500L);
        lease(
                cases,
                "leaseAssignmentStrategy",
                LeaseManagementConfig::leaseAssignmentStrategy,
                "lease_count_based",
                LeaseAssignmentStrategy.LEASE_COUNT_BASED);
        lease(
                cases,
                "enablePriorityLeaseAssignment",
                LeaseManagementConfig::enablePriorityLeaseAssignment,
                "false",
                false,
                "yes",
                true);
        lease(cases, "shardSyncIntervalMillis", LeaseManagementConfig::shardSyncIntervalMillis, "3000", 3000L);
        lease(
                cases,
                "cleanupLeasesUponShardCompletion",
                LeaseManagementConfig::cleanupLeasesUponShardCompletion,
                "false",
                false,
                "true",
                true);
        lease(
                cases,
                "ignoreUnexpectedChildShards",
                LeaseManagementConfig::ignoreUnexpectedChildShards,
                "true",
                true,
                "false",
                false);
        lease(cases, "maxLeasesForWorker", LeaseManagementConfig::maxLeasesForWorker, "9", 9);
        lease(cases, "maxLeasesToStealAtOneTime", LeaseManagementConfig::maxLeasesToStealAtOneTime, "4", 4);
        lease(cases, "maxLeaseRenewalThreads", LeaseManagementConfig::maxLeaseRenewalThreads, "6", 6);
        lease(cases, "leaseTableScanTotalSegments", LeaseManagementConfig::leaseTableScanTotalSegments, "5", 5, "0", 0);
        lease(
                cases,
                "listShardsBackoffTimeInMillis",
                LeaseManagementConfig::listShardsBackoffTimeInMillis,
                "11",
                11L,
                "0",
                0L);
        cases.key(
                "listShardsBackoffTimeInMillis",
                made -> made.kcl().retrieval().listShardsBackoffTimeInMillis(),
                "11",
                11L);
        lease(cases, "maxListShardsRetryAttempts", LeaseManagementConfig::maxListShardsRetryAttempts, "12", 12, "0", 0);
        cases.key("maxListShardsRetryAttempts", made -> made.kcl().retrieval().maxListShardsRetryAttempts(), "12", 12);
        handoff(
                cases,
                "isGracefulLeaseHandoffEnabled",
                GracefulLeaseHandoffConfig::isGracefulLeaseHandoffEnabled,
                "false",
                false,
                "true",
                true);
        handoff(
                cases,
                "gracefulLeaseHandoffTimeoutMillis",
                GracefulLeaseHandoffConfig::gracefulLeaseHandoffTimeoutMillis,
                "13",
                13L,
                "0",
                0L);
        lease(
                cases,
                "leasesRecoveryAuditorExecutionFrequencyMillis",
                LeaseManagementConfig::leasesRecoveryAuditorExecutionFrequencyMillis,
                "14",
                14L);
        lease(
                cases,
                "leasesRecoveryAuditorInconsistencyConfidenceThreshold",
                LeaseManagementConfig::leasesRecoveryAuditorInconsistencyConfidenceThreshold,
                "15",
                15);
        lease(
                cases,
                "listShardsCacheAllowedAgeInSeconds",
                LeaseManagementConfig::listShardsCacheAllowedAgeInSeconds,
                "31",
                31L,
                "0",
                0L);
        lease(cases, "maxCacheMissesBeforeReload", LeaseManagementConfig::maxCacheMissesBeforeReload, "7", 7);
        lease(cases, "cacheMissWarningModulus", LeaseManagementConfig::cacheMissWarningModulus, "8", 8);
        lease(cases, "consistentReads", LeaseManagementConfig::consistentReads, "true", true, "false", false);
        lease(
                cases,
                "dynamoDbRequestTimeout",
                LeaseManagementConfig::dynamoDbRequestTimeout,
                "PT5S",
                Duration.ofSeconds(5));
        cases.with("leaderLockHeartbeatMillis = 1000");
        lease(
                cases,
                "leaderLockLeaseDurationMillis",
                LeaseManagementConfig::dynamoDbLockBasedLeaderLeaseDurationInMillis,
                "5000",
                5000L);
        cases.with();
        lease(
                cases,
                "leaderLockHeartbeatMillis",
                LeaseManagementConfig::dynamoDbLockBasedLeaderHeartbeatPeriodInMillis,
                "1000",
                1000L);
    }

    static void lease(
            KeyCases cases,
            String key,
            Function<LeaseManagementConfig, Object> actual,
            Object... valuesAndExpectations) {
        cases.key(key, made -> actual.apply(made.kcl().leaseManagement()), valuesAndExpectations);
    }

    static void handoff(
            KeyCases cases,
            String key,
            Function<GracefulLeaseHandoffConfig, Object> actual,
            Object... valuesAndExpectations) {
        lease(cases, key, config -> actual.apply(config.gracefulLeaseHandoffConfig()), valuesAndExpectations);
    }
}
