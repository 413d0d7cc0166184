package io.shardline.benchmarks.endtoend;

import com.sun.management.OperatingSystemMXBean;
import io.shardline.benchmarks.lab.DaemonSetup;
import io.shardline.benchmarks.lab.Lab;
import io.shardline.benchmarks.lab.MeasuredProcess;
import io.shardline.benchmarks.lab.Processors;
import io.shardline.benchmarks.lab.Progress;
import io.shardline.benchmarks.lab.Tally;
import io.shardline.benchmarks.lab.Waiting;
import io.shardline.benchmarks.report.Figure;
import io.shardline.benchmarks.report.Figure.Better;
import io.shardline.benchmarks.report.Report;
import io.shardline.benchmarks.report.Variant;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The figures of one processor: each run reads the stream from its beginning and measures between two points of it. */
final class Reading {
    private static final double RECORDS_OF_A_GB = 1e6;
    private static final double NANOS = 1e9;

    /** Where measuring begins, after the JVM's first compilations, and where it ends, while every shard still has some. */
    private static final double FROM = 0.5;

    private static final double TO = 0.85;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration LONGEST_STOP = Duration.ofMinutes(1);
    private static final OperatingSystemMXBean THIS_JVM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Lab lab;
    private final Processors processor;
    private final long records;
    private final List<String> jvmOptions;
    private final Set<Variant> prepared = EnumSet.noneOf(Variant.class);
    private final Figure rate;
    private final Figure cpu;
    private final Figure emulator;
    private final Figure memory;
    private int count;

    Reading(Lab lab, Report report, Processors processor, String name, long records, List<String> jvmOptions) {
        this.lab = lab;
        this.processor = processor;
        this.records = records;
        this.jvmOptions = jvmOptions;
        rate = report.add(Figure.of(name + ", throughput", "records/s", Better.HIGHER));
        Figure anyCpu = Figure.of(name + ", daemon CPU of a GB", "s", Better.LOWER);
        cpu = report.add(processor == Processors.NULL_TALLY ? anyCpu.withTargetRatio(0.6) : anyCpu);
        memory = report.add(Figure.of(name + ", RSS at the end", "MiB", Better.LOWER));
        emulator = report.add(Figure.of(name + ", emulator CPU of a GB", "s", Better.LOWER));
    }

    /** What is known at one moment. */
    private record Point(long nanos, long records, Duration daemon, long emulator) {}

    /** Runs one variant once. */
    void run(Variant variant) {
        if (variant == Variant.CEILING && processor != Processors.NULL_TALLY) {
            return;
        }
        String run = "run-" + count++;
        if (variant == Variant.CEILING) {
            Path folder = lab.folder("bare-reader", run);
            measure(variant, lab.start(run, folder, bareReader(folder)), () -> Tally.of(folder));
        } else {
            DaemonSetup setup = daemon(variant, run);
            if (prepared.add(variant)) {
                lab.prepareTables(setup);
            }
            measure(variant, setup.start(), setup::tally);
        }
    }

    private DaemonSetup daemon(Variant variant, String run) {
        return lab.daemon(variant, "endtoend-" + processor + "-" + variant.label(), run, processor)
                .jvmOptions(jvmOptions)
                .workerId()
                .property("initialPositionInStream", "TRIM_HORIZON")
                .property("idleTimeBetweenReadsInMillis", 200);
    }

    private List<String> bareReader(Path folder) {
        List<String> command = new ArrayList<>(Lab.java());
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-cp",
                lab.installation().shardlineClassPath(),
                BareReader.class.getName(),
                lab.stack().kinesisEndpoint().toString(),
                Lab.STREAM,
                folder.toString()));
        return command;
    }

    private void measure(Variant variant, MeasuredProcess process, Supplier<Tally> tally) {
        try (process) {
            Point from = awaitRecords((long) (records * FROM), process, tally);
            Point to = awaitRecords((long) (records * TO), process, tally);
            double seconds = (to.nanos() - from.nanos()) / NANOS;
            double gigabytes = (to.records() - from.records()) / RECORDS_OF_A_GB;
            rate.add(variant, (to.records() - from.records()) / seconds);
            cpu.add(variant, to.daemon().minus(from.daemon()).toNanos() / NANOS / gigabytes);
            memory.add(variant, process.rssMebibytes());
            Progress.say("%s: %,.0f records/s".formatted(variant.label(), (to.records() - from.records()) / seconds));
            if (!jvmOptions.isEmpty()) {
                // In order, so that the JVM can write what it has recorded.
                process.terminate();
                process.awaitExit(LONGEST_STOP);
            }
            emulator.add(variant, (to.emulator() - from.emulator()) / NANOS / gigabytes);
        }
    }

    private static Point awaitRecords(long records, MeasuredProcess process, Supplier<Tally> tally) {
        return Waiting.until(records + " records", LONGEST, process, () -> {
            Tally now = tally.get();
            return now.records() < records
                    ? Optional.empty()
                    : Optional.of(
                            new Point(System.nanoTime(), now.records(), process.cpu(), THIS_JVM.getProcessCpuTime()));
        });
    }
}
