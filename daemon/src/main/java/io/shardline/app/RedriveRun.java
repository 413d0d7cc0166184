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
import io.shardline.shard.DestinationException;
import io.shardline.transport.WireTracer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/** Brings given-up records back, once. {@link #run} is called once; {@link #stop} comes from any thread. */
public final class RedriveRun {
    /** Where the processor's own time is not configured. */
    private static final Duration LONGEST_BATCH = Duration.ofMinutes(10);

    private final DaemonConfig config;
    private final Goal goal;
    private final Consumer<String> report;
    private final AtomicBoolean stopping = new AtomicBoolean();

    /**
     * Where to.
     *
     * @param stream name or ARN; empty: to the processor
     * @param processor the command; empty: into the stream
     * @param partitionKey of records that have none, for a stream
     * @param progress the file that remembers what is done
     */
    public record Goal(Optional<String> stream, List<String> processor, Optional<String> partitionKey, Path progress) {}

    /**
     * Makes it.
     *
     * @param config its {@code onFailure} is where the records are
     * @param report takes lines for the user
     */
    public RedriveRun(DaemonConfig config, Goal goal, Consumer<String> report) {
        this.config = config;
        this.goal = goal;
        this.report = report;
    }

    /** Asks for the end after the message that is under way. */
    public void stop() {
        stopping.set(true);
    }

    /**
     * Does it.
     *
     * @return whether everything is where it should be
     * @throws InvalidConfigurationException if the configuration turns out to be of no use
     * @throws IOException if it had to be broken off; the message is for people
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
                report.accept("stopped before the end; the same command goes on from here");
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
                .orElseThrow(() -> new IOException("nothing can be read back from " + from.address()
                        + ": give --from file:DIRECTORY, s3://BUCKET/PREFIX or sqs:QUEUE"));
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
                new ProcessorTarget.Timeouts(
                        processor.timeouts().processRecords().orElse(LONGEST_BATCH),
                        processor.timeouts().initialize()));
    }
}
