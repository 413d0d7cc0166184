package io.shardline.benchmarks.scale;

import io.shardline.benchmarks.BenchmarkCommand;
import io.shardline.benchmarks.Installation;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One Shardline with many shards and light processors: memory, threads, CPU at rest and under load. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Memory, threads and CPU of one Shardline that serves many shards.")
public final class ScaleCommand extends BenchmarkCommand {
    private static final int DEMANDED_SHARDS = 256;
    private static final int LOAD_RECORDS = 500;
    private static final int LOAD_BYTES = 1000;
    private static final Duration LOAD_EVERY = Duration.ofMillis(100);
    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    /** What java.util.concurrent and java.lang.Thread call threads that nobody named. */
    private static final Pattern NO_NAME = Pattern.compile("Thread-\\d+|pool-\\d+-thread-\\d+");

    @Option(
            names = "--shards",
            paramLabel = "N",
            split = ",",
            defaultValue = "64,256,1000",
            description = "How many shards (default: ${DEFAULT-VALUE}).")
    private List<Integer> sizes;

    @Override
    protected int usualRuns() {
        return 1;
    }

    @Override
    protected void measure(Installation installation, int runs, Report report) {
        report.note(
                "Load: 5,000 records of 1,000 bytes a second over all shards. CPU: of the daemon's JVM, in percent of"
                        + " a core.");
        for (int shards : sizes) {
            Figures figures = new Figures(report, shards);
            for (int run = 0; run < runs; run++) {
                try (Lab lab = Lab.open(installation, "scale", shards)) {
                    measure(lab, shards, figures, report);
                }
            }
        }
    }

    private static void measure(Lab lab, int shards, Figures figures, Report report) {
        DaemonSetup setup = lab.daemon(Variant.SHARDLINE, "scale-" + shards, "daemon", Processors.NULL_TALLY);
        MeasuredProcess daemon = setup.start();
        long began = System.nanoTime();
        Waiting.until(
                "processor of each shard",
                LONGEST_START,
                daemon,
                () -> Optional.of(setup.tally()).filter(tally -> tally.initialized() >= shards));
        add(figures.start, (System.nanoTime() - began) / 1e9);
        Progress.say("%d shards: every processor runs".formatted(shards));
        Waiting.pause(SETTLING);
        add(figures.cpuAtRest, cpuPercent(daemon));
        add(figures.memoryAtRest, daemon.rssMebibytes());
        try (Feed feed = Feed.of(lab.stream(), LOAD_BYTES)) {
            feed.start(LOAD_RECORDS, LOAD_EVERY);
            Waiting.pause(SETTLING);
            long before = setup.tally().records();
            add(figures.cpuUnderLoad, cpuPercent(daemon));
            add(figures.throughput, (setup.tally().records() - before) / (double) MEASURED.toSeconds());
            add(figures.memoryUnderLoad, daemon.rssMebibytes());
        }
        List<String> names = daemon.threadNames();
        add(figures.threads, (double) daemon.threads() / shards);
        add(figures.unnamed, (double)
                names.stream().filter(NO_NAME.asMatchPredicate()).count());
        report.note("Threads with " + shards + " shards: " + kinds(names));
    }

    private static void add(Figure figure, double value) {
        figure.add(Variant.SHARDLINE, value);
    }

    private static double cpuPercent(MeasuredProcess daemon) {
        Duration before = daemon.cpu();
        long began = System.nanoTime();
        Waiting.pause(MEASURED);
        return 100.0 * daemon.cpu().minus(before).toNanos() / (System.nanoTime() - began);
    }

    /** How many threads there are of each name, numbers left out. */
    private static String kinds(List<String> names) {
        Map<String, Long> kinds = names.stream()
                .collect(Collectors.groupingBy(
                        name -> name.replaceAll("\\d+", "#"), TreeMap::new, Collectors.counting()));
        return kinds.entrySet().stream()
                .map(kind -> kind.getKey() + " x " + kind.getValue())
                .collect(Collectors.joining(", "));
    }

    /** The figures of one size. */
    private static final class Figures {
        private final Figure start;
        private final Figure threads;
        private final Figure unnamed;
        private final Figure memoryAtRest;
        private final Figure memoryUnderLoad;
        private final Figure cpuAtRest;
        private final Figure cpuUnderLoad;
        private final Figure throughput;

        Figures(Report report, int shards) {
            String of = shards + " shards, ";
            Figure anyThreads = Figure.of(of + "threads a shard", "threads", Better.LOWER);
            boolean demanding = shards == DEMANDED_SHARDS;
            start = report.add(Figure.of(of + "start to the last processor", "s", Better.LOWER));
            threads = report.add(demanding ? anyThreads.withTargetValue(4) : anyThreads);
            unnamed = report.add(Figure.of(of + "threads without a name", "threads", Better.LOWER)
                    .withTargetValue(0));
            memoryAtRest = report.add(Figure.of(of + "RSS at rest", "MiB", Better.LOWER));
            memoryUnderLoad = report.add(Figure.of(of + "RSS under load", "MiB", Better.LOWER));
            cpuAtRest = report.add(Figure.of(of + "CPU at rest", "%", Better.LOWER));
            cpuUnderLoad = report.add(Figure.of(of + "CPU under load", "%", Better.LOWER));
            throughput = report.add(Figure.of(of + "records taken under load", "1/s", Better.HIGHER));
        }
    }
}
