package io.shardline.kcl;

import io.shardline.aws.AwsClients;
import io.shardline.config.DaemonConfig;
import io.shardline.config.stream.InitialPosition;
import io.shardline.config.stream.StreamSettings;
import java.util.Date;
import java.util.function.IntSupplier;
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
import software.amazon.kinesis.processor.ProcessorConfig;
import software.amazon.kinesis.processor.ShardRecordProcessorFactory;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.retrieval.RetrievalConfig;

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
     * Translates; calls nothing.
     *
     * @param shards how many shards are served at the moment
     */
    public static KclConfiguration of(
            DaemonConfig config, AwsClients clients, ShardRecordProcessorFactory factory, IntSupplier shards) {
        InitialPositionInStreamExtended position = position(config.stream().initialPosition());
        ConfigsBuilder builder = new ConfigsBuilder(
                // The tracker carries the position to the shards; LeaseManagementConfig has it for its own use.
                new SingleStreamTracker(identifier(config.stream()), position),
                config.application().name(),
                clients.kinesis(),
                clients.dynamoDb(),
                clients.cloudWatch(),
                config.application().workerId(),
                factory);
        builder.tableName(config.application().tableName());
        builder.namespace(config.metrics().namespace());
        return new KclConfiguration(
                builder.checkpointConfig(),
                KclCoordination.coordinator(config.coordinator(), builder.coordinatorConfig()),
                KclLeasing.leases(config, builder.leaseManagementConfig()).initialPositionInStream(position),
                KclCoordination.lifecycle(config.coordinator().lifecycle(), builder.lifecycleConfig()),
                KclCoordination.metrics(config.metrics(), builder.metricsConfig()),
                builder.processorConfig()
                        .callProcessRecordsEvenForEmptyRecordList(
                                config.coordinator().lifecycle().deliverEmptyBatches()),
                KclRetrieval.retrieval(config, builder.retrievalConfig(), shards));
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
