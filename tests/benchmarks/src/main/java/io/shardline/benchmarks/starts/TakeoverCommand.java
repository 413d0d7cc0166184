package io.shardline.benchmarks.starts;

import io.shardline.benchmarks.lab.DaemonSetup;
import io.shardline.benchmarks.lab.Lab;
import io.shardline.benchmarks.lab.MeasuredProcess;
import io.shardline.benchmarks.lab.Processors;
import io.shardline.benchmarks.lab.Trials;
import io.shardline.benchmarks.lab.Waiting;
import io.shardline.benchmarks.report.Figure;
import io.shardline.benchmarks.report.Figure.Better;
import io.shardline.benchmarks.report.Variant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;

/** From the end of the daemon that holds the leases until every shard's records are with a processor again. */
@Command(
        name = "takeover",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "From the end of a daemon, by kill -9 or SIGTERM, until records flow again.")
public final class TakeoverCommand extends TrialsCommand {
    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final Duration LONGEST_TAKEOVER = Duration.ofMinutes(5);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    /** Longer than all that a daemon does at its start, so that a second one is a member of the fleet. */
    private static final Duration SETTLING = Duration.ofSeconds(40);

    private final Figure inPlace = Figure.of("kill -9, the same daemon started at once", "s", Better.LOWER)
            .withTargetValue(6);
    private final Figure byAnother = Figure.of("kill -9, another daemon takes over", "s", Better.LOWER)
            .withTargetValue(25)
            .withTargetRatio(1);
    private final Figure handOver = Figure.of("SIGTERM, another daemon takes over", "s", Better.LOWER);

    public TakeoverCommand() {
        super("takeover");
    }

    @Override
    protected int usualRuns() {
        return 1;
    }

    @Override
    List<Figure> figures() {
        return List.of(inPlace, byAnother, handOver);
    }

    @Override
    void addRun(Trials trials, Lab lab, Variant variant, String application) {
        trials.add(() -> restartInPlace(lab, variant, application + "-in-place"));
        trials.add(() -> another(lab, variant, application + "-killed", MeasuredProcess::kill, byAnother));
        trials.add(() -> another(lab, variant, application + "-stopped", MeasuredProcess::terminate, handOver));
    }

    private void restartInPlace(Lab lab, Variant variant, String application) {
        DaemonSetup setup = lab.daemon(variant, application, "daemon", Processors.NULL_ARRIVALS);
        MeasuredProcess first = setup.start();
        awaitRecords(setup, first, first.started(), LONGEST_START);
        Waiting.pause(SETTLING);
        Instant killed = first.kill();
        first.awaitExit(LONGEST_START);
        MeasuredProcess second = setup.start();
        Instant records = awaitRecords(setup, second, second.started(), LONGEST_TAKEOVER);
        Seconds.between(killed, records).addTo(inPlace, variant);
        second.close();
    }

    private static void another(
            Lab lab, Variant variant, String application, Function<MeasuredProcess, Instant> end, Figure figure) {
        DaemonSetup dying = lab.daemon(variant, application, "first", Processors.NULL_ARRIVALS);
        DaemonSetup living = lab.daemon(variant, application, "second", Processors.NULL_ARRIVALS);
        MeasuredProcess first = dying.start();
        awaitRecords(dying, first, first.started(), LONGEST_START);
        MeasuredProcess second = living.start();
        Waiting.pause(SETTLING);
        awaitRecords(dying, first);
        Instant ended = end.apply(first);
        Instant records = awaitRecords(living, second, ended, LONGEST_TAKEOVER);
        Seconds.between(ended, records).addTo(figure, variant);
        first.close();
        second.close();
    }

    /** A daemon that has lost its leases to the other one while both lived is no longer of use. */
    private static void awaitRecords(DaemonSetup dying, MeasuredProcess daemon) {
        dying.arrivals().awaitEachShard(1, Instant.now(), LONGEST_PAUSE, daemon);
    }

    private static Instant awaitRecords(DaemonSetup setup, MeasuredProcess daemon, Instant from, Duration atMost) {
        return setup.arrivals().awaitEachShard(SHARDS, from, atMost, daemon);
    }
}
