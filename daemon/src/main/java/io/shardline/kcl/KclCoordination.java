package io.shardline.kcl;

import io.shardline.config.lease.CoordinatorSettings;
import io.shardline.config.lease.LifecycleSettings;
import io.shardline.config.operations.MetricsSettings;
import java.time.Duration;
import software.amazon.kinesis.coordinator.CoordinatorConfig;
import software.amazon.kinesis.coordinator.CoordinatorConfig.ClientVersionConfig;
import software.amazon.kinesis.lifecycle.LifecycleConfig;
import software.amazon.kinesis.metrics.MetricsBackend;
import software.amazon.kinesis.metrics.MetricsConfig;
import software.amazon.kinesis.metrics.MetricsLevel;
import software.amazon.kinesis.metrics.NullMetricsFactory;

/** The main loop, the tasks of a shard and the metrics as the KCL wants them. */
final class KclCoordination {

    private KclCoordination() {}

    @SuppressWarnings("deprecation") // the table is on its way into the lease table, and until then needs settings
    static CoordinatorConfig coordinator(CoordinatorSettings settings, CoordinatorConfig kcl) {
        kcl.coordinatorFactory(new ShardThreads())
                .shardConsumerDispatchPollIntervalMillis(
                        settings.dispatchPollInterval().toMillis())
                .parentShardPollIntervalMillis(
                        settings.parentShardPollInterval().toMillis())
                .skipShardSyncAtWorkerInitializationIfLeasesExist(settings.skipShardSyncIfLeasesExist())
                .schedulerInitializationBackoffTimeMillis(
                        settings.initializationBackoff().toMillis())
                .maxInitializationAttempts(settings.maxInitializationAttempts())
                .clientVersionConfig(
                        switch (settings.migration().clientVersion()) {
                            case CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X_PHASE1 ->
                                ClientVersionConfig.CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X_PHASE1;
                            case CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X ->
                                ClientVersionConfig.CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X;
                            case CLIENT_VERSION_CONFIG_3X -> ClientVersionConfig.CLIENT_VERSION_CONFIG_3X;
                        })
                .migrateAllEntitiesToLeaseTable(settings.migration().allEntitiesToLeaseTable())
                .tableMigrationCompleteBakeTimeSeconds(
                        settings.migration().bakeTime().toSeconds());
        KclTables.settle(kcl.coordinatorStateTableConfig(), settings.stateTable());
        return kcl;
    }

    static LifecycleConfig lifecycle(LifecycleSettings settings, LifecycleConfig kcl) {
        return kcl.taskBackoffTimeMillis(settings.taskBackoff().toMillis())
                .logWarningForTaskAfterMillis(settings.logWarningForTaskAfter().map(Duration::toMillis))
                .readTimeoutsToIgnoreBeforeWarning(settings.readTimeoutsToIgnore());
    }

    static MetricsConfig metrics(MetricsSettings settings, MetricsConfig kcl) {
        kcl.metricsBufferTimeMillis(settings.bufferTime().toMillis())
                .metricsMaxQueueSize(settings.maxQueueSize())
                .publisherFlushBuffer(settings.flushBuffer())
                .metricsEnabledDimensions(settings.enabledDimensions())
                .metricsBackend(
                        switch (settings.backend()) {
                            case CLOUDWATCH -> MetricsBackend.CLOUDWATCH;
                            case OTEL -> MetricsBackend.OTEL;
                        });
        return switch (settings.level()) {
            // Even at NONE the CloudWatch factory would start its publisher's thread.
            case NONE -> kcl.metricsLevel(MetricsLevel.NONE).metricsFactory(new NullMetricsFactory());
            case SUMMARY -> kcl.metricsLevel(MetricsLevel.SUMMARY);
            case DETAILED -> kcl.metricsLevel(MetricsLevel.DETAILED);
        };
    }
}
