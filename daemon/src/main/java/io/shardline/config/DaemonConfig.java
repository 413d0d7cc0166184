package io.shardline.config;

import io.shardline.config.aws.AwsSettings;
import io.shardline.config.batch.BatchSettings;
import io.shardline.config.destination.DestinationSettings;
import io.shardline.config.lease.BalancingSettings;
import io.shardline.config.lease.CoordinatorSettings;
import io.shardline.config.lease.LeaseSettings;
import io.shardline.config.operations.MetricsSettings;
import io.shardline.config.operations.OperationsSettings;
import io.shardline.config.processor.ProcessorSettings;
import io.shardline.config.retrieval.RetrievalSettings;
import io.shardline.config.stream.ApplicationSettings;
import io.shardline.config.stream.StreamSettings;
import java.util.Optional;

/**
 * The whole configuration of the daemon, checked: its users need not check it again.
 *
 * @param destination where discarded records are sent; empty: they are only logged
 */
public record DaemonConfig(
        ApplicationSettings application,
        StreamSettings stream,
        ProcessorSettings processor,
        BatchSettings batches,
        AwsSettings aws,
        RetrievalSettings retrieval,
        LeaseSettings leases,
        BalancingSettings balancing,
        CoordinatorSettings coordinator,
        Optional<DestinationSettings> destination,
        MetricsSettings metrics,
        OperationsSettings operations) {

    /** {@return the same configuration with another worker id} */
    public DaemonConfig withWorkerId(String id) {
        return new DaemonConfig(
                application.withWorkerId(id),
                stream,
                processor,
                batches,
                aws,
                retrieval,
                leases,
                balancing,
                coordinator,
                destination,
                metrics,
                operations);
    }
}
