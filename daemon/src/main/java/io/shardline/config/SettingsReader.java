package io.shardline.config;

import io.shardline.config.aws.AwsReader;
import io.shardline.config.aws.AwsSettings;
import io.shardline.config.batch.BatchReader;
import io.shardline.config.batch.BatchSettings;
import io.shardline.config.destination.DestinationReader;
import io.shardline.config.lease.LeaseReader;
import io.shardline.config.operations.OperationsReader;
import io.shardline.config.processor.ProcessorReader;
import io.shardline.config.processor.ProcessorSettings;
import io.shardline.config.retrieval.RetrievalReader;
import io.shardline.config.source.ProblemCollector;
import io.shardline.config.source.Values;
import io.shardline.config.stream.ApplicationSettings;
import io.shardline.config.stream.StreamReader;
import io.shardline.config.stream.StreamSettings;
import java.util.Map;

/**
 * Lets every room make its settings and check what no single value shows. The configuration is always complete, with
 * stand-ins for what is missing, so that one run finds every problem; if there is a problem, the caller discards it.
 */
final class SettingsReader {
    private final Values values;
    private final Map<String, String> environment;
    private final ProblemCollector problems;
    private final boolean several;

    /**
     * Makes the reader of one configuration.
     *
     * @param several whether the daemon runs other applications too
     */
    SettingsReader(Values values, Map<String, String> environment, ProblemCollector problems, boolean several) {
        this.values = values;
        this.environment = environment;
        this.problems = problems;
        this.several = several;
    }

    DaemonConfig read() {
        StreamReader streams = new StreamReader(values, environment, problems);
        ApplicationSettings application = streams.application();
        StreamSettings stream = streams.stream();
        ProcessorSettings processor = new ProcessorReader(values, environment, problems).read();
        BatchSettings batches = new BatchReader(values, problems).read(processor);
        AwsReader awsReader = new AwsReader(values, environment, problems);
        AwsSettings aws = awsReader.read();
        LeaseReader leases = new LeaseReader(values, problems);
        OperationsReader operations = new OperationsReader(values, problems);
        return new DaemonConfig(
                application,
                stream,
                processor,
                batches,
                aws,
                new RetrievalReader(values, problems).read(application.name(), stream),
                leases.leases(application.tableName()),
                leases.balancing(application.name(), several),
                leases.coordinator(application.name()),
                new DestinationReader(values, problems)
                        .read(awsReader, stream, aws.kinesis().region(), batches),
                operations.metrics(application.name()),
                operations.operations());
    }
}
