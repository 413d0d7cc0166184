package io.shardline.kcl;

import io.shardline.config.DaemonConfig;
import io.shardline.config.InitialPosition;
import io.shardline.config.RetrievalSettings;
import io.shardline.config.StreamSettings;
import java.util.Date;
import software.amazon.awssdk.arns.Arn;
import software.amazon.kinesis.checkpoint.CheckpointConfig;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.common.StreamIdentifier;
import software.amazon.kinesis.coordinator.CoordinatorConfig;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.lifecycle.LifecycleConfig;
import software.amazon.kinesis.metrics.MetricsConfig;
import software.amazon.kinesis.metrics.MetricsLevel;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.processor.ProcessorConfig;
import software.amazon.kinesis.processor.ShardRecordProcessorFactory;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.retrieval.RetrievalConfig;
import software.amazon.kinesis.retrieval.RetrievalSpecificConfig;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/** Our settings as the seven objects that {@code new Scheduler(...)} takes, in its order. */
public record KclConfiguration(
        CheckpointConfig checkpoint,
        CoordinatorConfig coordinator,
        LeaseManagementConfig leaseManagement,
        LifecycleConfig lifecycle,
        MetricsConfig metrics,
        ProcessorConfig processor,
        RetrievalConfig retrieval) {

    /**
     * How often the scheduler looks at its shards. The KCL's own is 1000, which delays every start and
     * stop of a shard by up to a second; the look itself is cheap (Scheduler.runProcessLoop, KCL 3.5.1).
     */
    private static final long DISPATCH_POLL_MILLIS = 200;

    /** Translates; calls nothing. */
    public static KclConfiguration of(DaemonConfig config, AwsClients clients, ShardRecordProcessorFactory factory) {
        InitialPositionInStreamExtended position = position(config.stream().initialPosition());
        ConfigsBuilder builder = new ConfigsBuilder(
                new SingleStreamTracker(identifier(config.stream()), position),
                config.application().name(),
                clients.kinesis(),
                clients.dynamoDb(),
                clients.cloudWatch(),
                config.application().workerId(),
                factory);
        builder.tableName(config.application().tableName());
        return new KclConfiguration(
                builder.checkpointConfig(),
                coordinator(config, builder),
                leases(config, builder).initialPositionInStream(position),
                builder.lifecycleConfig(),
                metrics(config, builder),
                builder.processorConfig(),
                retrieval(config, builder));
    }

    private static CoordinatorConfig coordinator(DaemonConfig config, ConfigsBuilder builder) {
        return builder.coordinatorConfig()
                .shardConsumerDispatchPollIntervalMillis(DISPATCH_POLL_MILLIS)
                .parentShardPollIntervalMillis(
                        config.coordinator().parentShardPollInterval().toMillis());
    }

    private static LeaseManagementConfig leases(DaemonConfig config, ConfigsBuilder builder) {
        LeaseManagementConfig leases = builder.leaseManagementConfig()
                .failoverTimeMillis(config.leases().failoverTime().toMillis())
                .shardSyncIntervalMillis(config.leases().shardSyncInterval().toMillis());
        config.leases().assignmentInterval().ifPresent(every -> leases.leaseAssignmentIntervalMillis(every.toMillis()));
        return leases;
    }

    private static MetricsConfig metrics(DaemonConfig config, ConfigsBuilder builder) {
        MetricsConfig metrics = builder.metricsConfig();
        return switch (config.metrics().level()) {
            case NONE -> metrics.metricsLevel(MetricsLevel.NONE).metricsFactory(new NullMetricsFactory());
            case SUMMARY -> metrics.metricsLevel(MetricsLevel.SUMMARY);
            case DETAILED -> metrics.metricsLevel(MetricsLevel.DETAILED);
        };
    }

    private static RetrievalConfig retrieval(DaemonConfig config, ConfigsBuilder builder) {
        RetrievalConfig retrieval = builder.retrievalConfig();
        return retrieval.retrievalSpecificConfig(specific(config, builder));
    }

    private static RetrievalSpecificConfig specific(DaemonConfig config, ConfigsBuilder builder) {
        String stream = config.stream().name();
        if (config.retrieval() instanceof RetrievalSettings.Polling polling) {
            return new PollingConfig(stream, builder.kinesisClient())
                    .maxRecords(polling.maxRecords())
                    .idleTimeBetweenReadsInMillis(polling.idleTimeBetweenReads().toMillis());
        }
        return new FanOutConfig(builder.kinesisClient())
                .streamName(stream)
                .applicationName(config.application().name());
    }

    private static StreamIdentifier identifier(StreamSettings stream) {
        return stream.arn()
                .map(arn -> StreamIdentifier.singleStreamInstance(Arn.fromString(arn.toString())))
                .orElseGet(() -> StreamIdentifier.singleStreamInstance(stream.name()));
    }

    private static InitialPositionInStreamExtended position(InitialPosition position) {
        if (position instanceof InitialPosition.AtTimestamp at) {
            return InitialPositionInStreamExtended.newInitialPositionAtTimestamp(Date.from(at.timestamp()));
        }
        return InitialPositionInStreamExtended.newInitialPosition(
                position instanceof InitialPosition.TrimHorizon
                        ? InitialPositionInStream.TRIM_HORIZON
                        : InitialPositionInStream.LATEST);
    }
}
