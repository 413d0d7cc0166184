package io.shardline.app;

import io.shardline.aws.AwsClients;
import io.shardline.child.ChildFactory;
import io.shardline.child.StopPlan;
import io.shardline.concurrent.NamedThreads;
import io.shardline.config.DaemonConfig;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.config.destination.DestinationSettings;
import io.shardline.config.processor.ProcessorSettings;
import io.shardline.destination.DiscardSource;
import io.shardline.destination.DiscardSources;
import io.shardline.destination.StreamWriter;
import io.shardline.kcl.UnleasedShardReader;
import io.shardline.processor.child.ChildConnector;
import io.shardline.redrive.ProcessorTarget;
import io.shardline.redrive.Redrive;
import io.shardline.redrive.RedriveJournal;
import io.shardline.redrive.StreamTarget;
import io.shardline.redrive.Summary;
import io.shardline.redrive.Target;
import io.shardline.shard.port.DestinationException;
import io.shardline.transport.WireTracer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/** Redrives discarded records. {@link #run} is called once; {@link #stop} comes from any thread. */
public final class RedriveRun {
    private final DaemonConfig config;
    private final Goal goal;
    private final Consumer<String> report;
    private final AtomicBoolean stopping = new AtomicBoolean();

    /**
     * Where the records go.
     *
     * @param stream name or ARN; empty if they go to a processor
     * @param processor the command; empty if they go to a stream
     * @param partitionKey the key of records that have none, for a stream
     * @param progress the journal of redriven messages
     */
    public record Goal(Optional<String> stream, List<String> processor, Optional<String> partitionKey, Path progress) {}

    /**
     * Starts nothing.
     *
     * @param config its {@code onFailure} names the source of the records
     * @param report receives lines for the user
     */
    public RedriveRun(DaemonConfig config, Goal goal, Consumer<String> report) {
        this.config = config;
        this.goal = goal;
        this.report = report;
    }

    /** Requests a stop after the current message. */
    public void stop() {
        stopping.set(true);
    }

    /**
     * Redrives every message of the source.
     *
     * @return whether all records were redriven
     * @throws InvalidConfigurationException if the configuration turns out to be unusable
     * @throws IOException if the source or the target failed; the message is for people
     */
    public boolean run() throws InvalidConfigurationException, IOException, InterruptedException {
        DestinationSettings from = config.destination().orElseThrow();
        ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.factory("redrive"));
        try (AwsClients clients = AwsClients.open(config);
                Target target = target(clients, threads);
                DiscardSource source = source(from, clients);
                RedriveJournal progress =
                        source.removesAcknowledged() ? RedriveJournal.none() : RedriveJournal.open(goal.progress())) {
            Summary summary = new Redrive(
                            source,
                            target,
                            (stream, shard) -> UnleasedShardReader.of(clients, stream, shard),
                            progress,
                            stopping::get,
                            report)
                    .run();
            report.accept(summary.toString());
            if (stopping.get()) {
                report.accept("stopped before the end; run the same command again to resume");
            }
            return summary.isComplete() && !stopping.get();
        } catch (DestinationException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static DiscardSource source(DestinationSettings from, AwsClients clients)
            throws DestinationException, IOException {
        return DiscardSources.open(from, clients)
                .orElseThrow(() -> new IOException("cannot read records back from " + from.address()
                        + ": use --from file:DIRECTORY, s3://BUCKET/PREFIX or sqs:QUEUE"));
    }

    private Target target(AwsClients clients, ExecutorService threads) {
        if (goal.stream().isPresent()) {
            return new StreamTarget(
                    new StreamWriter(goal.stream().get(), config.aws().kinesis(), clients), goal.partitionKey());
        }
        ProcessorSettings processor = config.processor();
        ChildFactory children = new ChildFactory(
                goal.processor(),
                processor.launch(),
                processor.logLevel().map(level -> Level.valueOf(level.name())),
                threads);
        StopPlan stopPlan = new StopPlan(processor.stopWait(), processor.termWait());
        return new ProcessorTarget(
                new ChildConnector(children, stopPlan, stopPlan, processor.maxLineBytes(), WireTracer.NONE, threads),
                processor.timeouts());
    }
}
