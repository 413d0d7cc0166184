package io.shardline.benchmarks.starts;

import io.shardline.benchmarks.lab.DaemonSetup;
import io.shardline.benchmarks.lab.Lab;
import io.shardline.benchmarks.lab.MeasuredProcess;
import io.shardline.benchmarks.lab.Processors;
import io.shardline.benchmarks.lab.Trials;
import io.shardline.benchmarks.report.Figure;
import io.shardline.benchmarks.report.Figure.Better;
import io.shardline.benchmarks.report.Variant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

/** From the start of the JVM to the first record of every shard, on empty tables and after an orderly stop. */
@Command(
        name = "coldstart",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "From the daemon's start to the first record, on empty tables and after an orderly stop.")
public final class ColdStartCommand extends TrialsCommand {
    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(60);

    private final Figure cold =
            Figure.of("empty tables, to the first record", "s", Better.LOWER).withTargetValue(8);
    private final Figure warm = Figure.of("after an orderly stop, to the first record", "s", Better.LOWER)
            .withTargetValue(4);
    private final Figure stop = Figure.of("orderly stop, to the JVM's end", "s", Better.LOWER);

    public ColdStartCommand() {
        super("coldstart");
    }

    @Override
    protected int usualRuns() {
        return 3;
    }

    @Override
    List<Figure> figures() {
        return List.of(cold, warm, stop);
    }

    @Override
    void addRun(Trials trials, Lab lab, Variant variant, String application) {
        DaemonSetup daemon = lab.daemon(variant, application, "daemon", Processors.NULL_ARRIVALS);
        trials.add(() -> trial(variant, daemon));
    }

    private void trial(Variant variant, DaemonSetup setup) {
        MeasuredProcess first = setup.start();
        Seconds.between(first.started(), firstRecords(setup, first)).addTo(cold, variant);
        Instant stopped = first.terminate();
        first.awaitExit(LONGEST_STOP);
        Seconds.between(stopped, Instant.now()).addTo(stop, variant);
        MeasuredProcess second = setup.start();
        Seconds.between(second.started(), firstRecords(setup, second)).addTo(warm, variant);
        second.close();
    }

    private static Instant firstRecords(DaemonSetup setup, MeasuredProcess daemon) {
        return setup.arrivals().awaitEachShard(SHARDS, daemon.started(), LONGEST_START, daemon);
    }
}
