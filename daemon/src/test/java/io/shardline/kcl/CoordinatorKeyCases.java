package io.shardline.kcl;

import java.util.Optional;
import java.util.Set;
import software.amazon.kinesis.coordinator.CoordinatorConfig.ClientVersionConfig;
import software.amazon.kinesis.metrics.MetricsBackend;
import software.amazon.kinesis.metrics.MetricsLevel;

/** The main loop, the tasks of a shard, and metrics. */
final class CoordinatorKeyCases {

    private CoordinatorKeyCases() {}

    static void coordinator(KeyCases cases) {
        cases.key(
                        "parentShardPollIntervalMillis",
                        made -> made.kcl().coordinator().parentShardPollIntervalMillis(),
                        "51",
                        51L,
                        "0",
                        0L)
                .key(
                        "skipShardSyncAtWorkerInitializationIfLeasesExist",
                        made -> made.kcl().coordinator().skipShardSyncAtWorkerInitializationIfLeasesExist(),
                        "true",
                        true,
                        "false",
                        false)
                .key(
                        "schedulerInitializationBackoffTimeMillis",
                        made -> made.kcl().coordinator().schedulerInitializationBackoffTimeMillis(),
                        "52",
                        52L,
                        "0",
                        0L)
                .key(
                        "shardConsumerDispatchPollIntervalMillis",
                        made -> made.kcl().coordinator().shardConsumerDispatchPollIntervalMillis(),
                        "54",
                        54L)
                .key(
                        "maxInitializationAttempts",
                        made -> made.kcl().coordinator().maxInitializationAttempts(),
                        "53",
                        53)
                .key(
                        "clientVersionConfig",
                        made -> made.kcl().coordinator().clientVersionConfig(),
                        "client_version_config_compatible_with_2x",
                        ClientVersionConfig.CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X,
                        "CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X_PHASE1",
                        ClientVersionConfig.CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X_PHASE1,
                        "CLIENT_VERSION_CONFIG_3X",
                        ClientVersionConfig.CLIENT_VERSION_CONFIG_3X)
                .key(
                        "migrateAllEntitiesToLeaseTable",
                        made -> made.kcl().coordinator().migrateAllEntitiesToLeaseTable(),
                        "true",
                        true,
                        "false",
                        false)
                .key(
                        "tableMigrationCompleteBakeTimeSeconds",
                        made -> made.kcl().coordinator().effectiveTableMigrationCompleteBakeTimeSeconds(),
                        "7200",
                        7200L,
                        "0",
                        3600L) // the contract: the KCL keeps it between 3600 and 604800
                .key(
                        "taskBackoffTimeMillis",
                        made -> made.kcl().lifecycle().taskBackoffTimeMillis(),
                        "54",
                        54L,
                        "0",
                        0L)
                .key(
                        "logWarningForTaskAfterMillis",
                        made -> made.kcl().lifecycle().logWarningForTaskAfterMillis(),
                        "55",
                        Optional.of(55L),
                        "0",
                        Optional.of(0L))
                .key(
                        "readTimeoutsToIgnoreBeforeWarning",
                        made -> made.kcl().lifecycle().readTimeoutsToIgnoreBeforeWarning(),
                        "56",
                        56,
                        "0",
                        0)
                .key(
                        "callProcessRecordsEvenForEmptyRecordList",
                        made -> made.kcl().processor().callProcessRecordsEvenForEmptyRecordList(),
                        "true",
                        true,
                        "false",
                        false);
    }

    static void metrics(KeyCases cases) {
        cases.key(
                        "metricsLevel",
                        made -> made.metrics().metricsLevel(),
                        "none",
                        MetricsLevel.NONE,
                        "Summary",
                        MetricsLevel.SUMMARY,
                        "DETAILED",
                        MetricsLevel.DETAILED)
                .key(
                        "metricsBackend",
                        made -> made.metrics().metricsBackend(),
                        "OTEL",
                        MetricsBackend.OTEL,
                        "cloudwatch",
                        MetricsBackend.CLOUDWATCH)
                .key("namespace", made -> made.metrics().namespace(), "Team/App", "Team/App")
                .key("metricsBufferTimeMillis", made -> made.metrics().metricsBufferTimeMillis(), "61", 61L)
                .key("metricsMaxQueueSize", made -> made.metrics().metricsMaxQueueSize(), "62", 62)
                .key("publisherFlushBuffer", made -> made.metrics().publisherFlushBuffer(), "63", 63)
                .key(
                        "metricsEnabledDimensions",
                        made -> made.metrics().metricsEnabledDimensions(),
                        "Operation, ShardId",
                        Set.of("Operation", "ShardId"));
    }
}
