package io.shardline.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Everything the daemon was told, checked: whoever holds one need not check again.
 *
 * @param destination where records go that are given up; empty: into the log alone
 * @param shutdownGrace how long a stop may take from the signal to the exit
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
        OperationsSettings operations,
        Duration shutdownGrace) {

    /** {@return the same with another worker id} */
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
                operations,
                shutdownGrace);
    }
}
