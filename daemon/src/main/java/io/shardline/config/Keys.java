package io.shardline.config;

import io.shardline.config.aws.AwsKeys;
import io.shardline.config.aws.ServiceKeys;
import io.shardline.config.batch.BatchKeys;
import io.shardline.config.destination.DestinationKeys;
import io.shardline.config.key.KeyTable;
import io.shardline.config.lease.BalancingKeys;
import io.shardline.config.lease.CoordinatorKeys;
import io.shardline.config.lease.LeaseKeys;
import io.shardline.config.operations.MetricsKeys;
import io.shardline.config.operations.OperationsKeys;
import io.shardline.config.processor.HandlerKeys;
import io.shardline.config.processor.HostedKeys;
import io.shardline.config.processor.ProcessorKeys;
import io.shardline.config.retrieval.RetrievalKeys;
import io.shardline.config.stream.StreamKeys;
import java.util.List;

/**
 * The one table of keys. Each key is declared once, in its room; the parser, the help, the reference file and the
 * documentation are made from this table.
 */
public final class Keys {

    /** Every key, in the order of the reference file. */
    public static final KeyTable TABLE = new KeyTable(
            List.of(
                    ProcessorKeys.GROUP,
                    HostedKeys.GROUP,
                    HandlerKeys.GROUP,
                    BatchKeys.GROUP,
                    StreamKeys.GROUP,
                    AwsKeys.GROUP,
                    RetrievalKeys.GROUP,
                    LeaseKeys.GROUP,
                    BalancingKeys.GROUP,
                    CoordinatorKeys.GROUP,
                    DestinationKeys.GROUP,
                    MetricsKeys.GROUP,
                    OperationsKeys.GROUP,
                    ServiceKeys.KINESIS.group,
                    ServiceKeys.DYNAMO_DB.group,
                    ServiceKeys.CLOUD_WATCH.group,
                    ServiceKeys.ON_FAILURE.group,
                    IgnoredKeys.GROUP),
            // KinesisClientLibConfigurator, KCL multilang 3.x, corrects the case of these alone: files for older
            // versions write AWSCredentialsProvider.
            List.of(AwsKeys.PROVIDERS, ServiceKeys.DYNAMO_DB.providers, ServiceKeys.CLOUD_WATCH.providers));

    private Keys() {}
}
