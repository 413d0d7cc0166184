package io.shardline.kcl;

import io.shardline.config.DaemonConfig;
import io.shardline.config.lease.BalancingSettings;
import io.shardline.config.lease.LeaseSettings;
import java.util.Collection;
import software.amazon.awssdk.core.util.DefaultSdkAutoConstructList;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.kinesis.leases.LeaseAssignmentStrategy;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.leases.LeaseManagementConfig.GracefulLeaseHandoffConfig;
import software.amazon.kinesis.leases.LeaseManagementConfig.WorkerUtilizationAwareAssignmentConfig;

/** Leases and their balance as the KCL wants them. */
final class KclLeasing {

    private KclLeasing() {}

    static LeaseManagementConfig leases(DaemonConfig config, LeaseManagementConfig kcl) {
        LeaseSettings leases = config.leases();
        kcl.failoverTimeMillis(leases.failoverTime().toMillis())
                .shardSyncIntervalMillis(leases.shardSyncInterval().toMillis())
                .cleanupLeasesUponShardCompletion(leases.cleanupUponShardCompletion())
                .ignoreUnexpectedChildShards(leases.ignoreUnexpectedChildShards())
                .maxLeasesForWorker(leases.maxLeasesForWorker())
                .maxLeaseRenewalThreads(leases.maxRenewalThreads())
                .listShardsBackoffTimeInMillis(leases.listShards().backoff().toMillis())
                .maxListShardsRetryAttempts(leases.listShards().maxAttempts())
                .listShardsCacheAllowedAgeInSeconds(leases.shardCache().maxAge().toSeconds())
                .maxCacheMissesBeforeReload(leases.shardCache().maxMisses())
                .cacheMissWarningModulus(leases.shardCache().warningModulus())
                .consistentReads(leases.consistentReads())
                .dynamoDbRequestTimeout(leases.requestTimeout())
                .leasesRecoveryAuditorExecutionFrequencyMillis(
                        leases.auditor().interval().toMillis())
                .leasesRecoveryAuditorInconsistencyConfidenceThreshold(
                        leases.auditor().confidence())
                .dynamoDbLockBasedLeaderLeaseDurationInMillis(
                        leases.leaderLock().duration().toMillis())
                .dynamoDbLockBasedLeaderHeartbeatPeriodInMillis(
                        leases.leaderLock().heartbeat().toMillis())
                .gracefulLeaseHandoffConfig(GracefulLeaseHandoffConfig.builder()
                        .isGracefulLeaseHandoffEnabled(leases.handoff().enabled())
                        .gracefulLeaseHandoffTimeoutMillis(
                                leases.handoff().timeout().toMillis())
                        .build());
        leases.tableScanSegments().ifPresent(kcl::leaseTableScanTotalSegments);
        assignment(leases.assignment(), kcl);
        table(leases, kcl);
        balancing(config.balancing(), kcl.workerUtilizationAwareAssignmentConfig());
        return kcl;
    }

    private static void assignment(LeaseSettings.Assignment assignment, LeaseManagementConfig kcl) {
        kcl.leaseAssignmentIntervalMillis(assignment.interval().toMillis())
                .enablePriorityLeaseAssignment(assignment.priority())
                .maxLeasesToStealAtOneTime(assignment.maxLeasesToSteal())
                .leaseAssignmentStrategy(
                        switch (assignment.strategy()) {
                            case WORKER_UTILIZATION_AWARE -> LeaseAssignmentStrategy.WORKER_UTILIZATION_AWARE;
                            case LEASE_COUNT_BASED -> LeaseAssignmentStrategy.LEASE_COUNT_BASED;
                        });
    }

    private static void table(LeaseSettings leases, LeaseManagementConfig kcl) {
        // An empty list of our own would be sent as "no tags", which needs the right to tag; the SDK's is not sent.
        Collection<Tag> tags = leases.table().tags().isEmpty()
                ? DefaultSdkAutoConstructList.getInstance()
                : KclTables.tags(leases.table());
        kcl.billingMode(KclTables.billingMode(leases.table()))
                .initialLeaseTableReadCapacity(Math.toIntExact(leases.table().readCapacity()))
                .initialLeaseTableWriteCapacity(Math.toIntExact(leases.table().writeCapacity()))
                .leaseTableDeletionProtectionEnabled(leases.table().deletionProtection())
                .leaseTablePitrEnabled(leases.table().pointInTimeRecovery())
                .tags(tags);
    }

    @SuppressWarnings(
            "deprecation") // the two tables are on their way into the lease table, and until then need settings
    private static void balancing(BalancingSettings balancing, WorkerUtilizationAwareAssignmentConfig kcl) {
        kcl.inMemoryWorkerMetricsCaptureFrequencyMillis(
                        balancing.captureInterval().toMillis())
                .workerMetricsReporterFreqInMillis(balancing.reportInterval().toMillis())
                .noOfPersistedMetricsPerWorkerMetrics(balancing.persistedMetrics())
                .disableWorkerMetrics(balancing.metricsDisabled())
                .dampeningPercentage(balancing.dampeningPercentage())
                .reBalanceThresholdPercentage(balancing.rebalanceThresholdPercentage())
                .allowThroughputOvershoot(balancing.allowThroughputOvershoot())
                .varianceBalancingFrequency(balancing.varianceBalancingFrequency())
                .workerMetricsEMAAlpha(balancing.metricsEmaAlpha())
                .staleWorkerMetricsEntryCleanupDuration(balancing.staleMetricsCleanup());
        balancing.maxThroughputKBps().ifPresent(kcl::maxThroughputPerHostKBps);
        KclTables.settle(kcl.workerMetricsTableConfig(), balancing.table());
    }
}
