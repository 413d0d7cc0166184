package io.shardline.benchmarks.starts;

import io.shardline.benchmarks.BenchmarkCommand;
import io.shardline.benchmarks.Installation;
import io.shardline.benchmarks.lab.Arrival;
import io.shardline.benchmarks.lab.Arrivals;
import io.shardline.benchmarks.lab.DaemonSetup;
import io.shardline.benchmarks.lab.Feed;
import io.shardline.benchmarks.lab.Lab;
import io.shardline.benchmarks.lab.MeasuredProcess;
import io.shardline.benchmarks.lab.Processors;
import io.shardline.benchmarks.lab.Progress;
import io.shardline.benchmarks.lab.Waiting;
import io.shardline.benchmarks.report.Figure;
import io.shardline.benchmarks.report.Figure.Better;
import io.shardline.benchmarks.report.Report;
import io.shardline.benchmarks.report.Variant;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import picocli.CommandLine.Command;

/** From the put of a record until its processor has it, polling, caught up: both daemons on the same records. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "From the put of a record until its processor has it, polling, caught up.")
public final class LatencyCommand extends BenchmarkCommand {
    private static final int SHARDS = 2;
    private static final int RECORDS = 150;
    private static final int LONGEST_GAP_MILLIS = 400;
    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final Duration LONGEST_WAY = Duration.ofSeconds(30);
    private static final double NANOS_OF_A_MILLI = 1e6;

    private final Figure median =
            Figure.of("put to processor, p50", "ms", Better.LOWER).withTargetRatio(0.25);
    private final Figure tail = Figure.of("put to processor, p99", "ms", Better.LOWER);
    private final SplittableRandom random = new SplittableRandom(1);

    @Override
    protected int usualRuns() {
        return 3;
    }

    @Override
    protected void measure(Installation installation, int runs, Report report) {
        report.note(RECORDS + " records a run at random moments into " + SHARDS
                + " shards, both daemons at the same time; every key has its default.");
        List.of(median, tail).forEach(report::add);
        try (Lab lab = Lab.open(installation, "latency", SHARDS)) {
            Reader original = Reader.start(lab, Variant.ORIGINAL);
            Reader shardline = Reader.start(lab, Variant.SHARDLINE);
            for (int run = 0; run < runs; run++) {
                Map<String, Instant> puts = putSome(lab);
                original.add(puts, median, tail);
                shardline.add(puts, median, tail);
            }
        }
    }

    private Map<String, Instant> putSome(Lab lab) {
        Map<String, Instant> puts = new HashMap<>();
        for (int i = 0; i < RECORDS; i++) {
            Waiting.pause(Duration.ofMillis(random.nextInt(LONGEST_GAP_MILLIS)));
            Instant now = Instant.now();
            String key = "key-" + random.nextInt();
            puts.put(lab.stream().put(key, new byte[Feed.SMALL]).sequenceNumber(), now);
        }
        return puts;
    }

    /** One daemon that has caught up. */
    private record Reader(Variant variant, MeasuredProcess daemon, Arrivals arrivals) {
        static Reader start(Lab lab, Variant variant) {
            String application = "latency-" + variant.label();
            DaemonSetup setup = lab.daemon(variant, application, "daemon", Processors.NULL_ARRIVALS);
            try (Feed feed = Feed.trickle(lab.stream())) {
                feed.start();
                lab.prepareTables(setup);
                MeasuredProcess daemon = setup.start();
                Arrivals arrivals = setup.arrivals();
                arrivals.awaitEachShard(SHARDS, daemon.started(), LONGEST_START, daemon);
                return new Reader(variant, daemon, arrivals);
            }
        }

        void add(Map<String, Instant> puts, Figure median, Figure tail) {
            double[] millis = Waiting.until("all records", LONGEST_WAY, daemon, () -> ways(puts));
            median.add(variant, percentile(millis, 0.5));
            tail.add(variant, percentile(millis, 0.99));
            Progress.say("%s: p50 %.0f ms".formatted(variant.label(), percentile(millis, 0.5)));
        }

        private Optional<double[]> ways(Map<String, Instant> puts) {
            double[] millis = arrivals.soFar().stream()
                    .filter(arrival -> puts.containsKey(arrival.sequenceNumber()))
                    .mapToDouble(arrival -> way(puts.get(arrival.sequenceNumber()), arrival))
                    .sorted()
                    .toArray();
            return millis.length == puts.size() ? Optional.of(millis) : Optional.empty();
        }

        private static double way(Instant put, Arrival arrival) {
            return Duration.between(put, arrival.at()).toNanos() / NANOS_OF_A_MILLI;
        }

        private static double percentile(double[] sorted, double part) {
            return sorted[(int) Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
        }
    }
}
