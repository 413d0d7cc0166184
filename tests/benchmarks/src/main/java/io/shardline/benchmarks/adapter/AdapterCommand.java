package io.shardline.benchmarks.adapter;

import io.shardline.benchmarks.BenchmarkCommand;
import io.shardline.benchmarks.Installation;
import io.shardline.benchmarks.report.Figure;
import io.shardline.benchmarks.report.Figure.Better;
import io.shardline.benchmarks.report.Report;
import io.shardline.benchmarks.report.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Records in, JSON out, status back: see the package. */
@Command(
        name = "adapter",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "The way of records from the KCL into one processor and of its answer back.")
public final class AdapterCommand extends BenchmarkCommand {
    private static final double BYTES_OF_A_MB = 1e6;
    private static final double NANOS_OF_A_MILLI = 1e6;
    private static final double NANOS_OF_A_MICRO = 1e3;
    private static final double NANOS_OF_A_SECOND = 1e9;

    @Option(
            names = "--millis",
            paramLabel = "N",
            defaultValue = "4000",
            description = "How long each run is measured (default: ${DEFAULT-VALUE}).")
    private long millis;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "8000",
            description = "How many milliseconds each run goes on before it is measured (default: ${DEFAULT-VALUE}).")
    private long warmUp;

    @Option(
            names = "--variants",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "original,shardline,ceiling",
            description = "What to run (default: ${DEFAULT-VALUE}).")
    private List<String> variants;

    @Option(
            names = "--workloads",
            paramLabel = "RECORDSxBYTES",
            split = ",",
            defaultValue = "1000x1000,1000x100,1x200",
            description = "What to send (default: ${DEFAULT-VALUE}).")
    private List<String> workloads;

    @Option(
            names = "--jvm",
            paramLabel = "OPTION",
            description = "An option for the measured JVMs, such as -XX:StartFlightRecording; may be repeated.")
    private List<String> jvmOptions = List.of();

    private Path logging;

    @Override
    protected void measure(Installation installation, int runs, Report report)
            throws IOException, InterruptedException {
        report.note(
                "MB: a million bytes of payload. CPU: of the daemon's JVM, without the child. Both daemons log WARN.");
        Path folder = Files.createTempDirectory("shardline-benchmark-");
        logging = folder.resolve("logback.xml");
        Files.writeString(logging, "<configuration><root level=\"WARN\"/></configuration>");
        EchoChild child = EchoChild.compiledIn(folder);
        for (String text : workloads) {
            measure(installation, runs, report, child, Workload.parse(text));
        }
    }

    private void measure(Installation installation, int runs, Report report, EchoChild child, Workload workload)
            throws IOException, InterruptedException {
        boolean demanding = workload.equals(new Workload(1000, 1000));
        boolean batches = workload.records() > 1;
        Figure throughput = batches
                ? Figure.of(workload + " throughput", "MB/s", Better.HIGHER)
                : Figure.of(workload + " round trips", "1/s", Better.HIGHER);
        Figure cpu = batches
                ? Figure.of(workload + " CPU of a MB", "ms", Better.LOWER)
                : Figure.of(workload + " CPU of a round trip", "us", Better.LOWER);
        if (demanding) {
            throughput = throughput.withTargetRatio(5);
            cpu = cpu.withTargetRatio(1.0 / 7);
        } else if (!batches) {
            throughput = throughput.withTargetRatio(2.5);
        }
        report.add(throughput);
        report.add(cpu);
        for (int run = 0; run < runs; run++) {
            for (String name : variants) {
                Variant variant = Variant.valueOf(name.toUpperCase(Locale.ROOT));
                Result result = run(installation, variant, workload, child);
                double megabytes = result.trips() * workload.payload() / BYTES_OF_A_MB;
                double seconds = result.nanos() / NANOS_OF_A_SECOND;
                throughput.add(variant, batches ? megabytes / seconds : result.trips() / seconds);
                cpu.add(
                        variant,
                        batches
                                ? result.cpuNanos() / NANOS_OF_A_MILLI / megabytes
                                : result.cpuNanos() / NANOS_OF_A_MICRO / result.trips());
            }
        }
    }

    private record Result(long trips, long nanos, long cpuNanos) {}

    private Result run(Installation installation, Variant variant, Workload workload, EchoChild child)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Installation.java(),
                "-Dlogback.configurationFile=" + logging,
                "-Dslf4j.internal.verbosity=ERROR", // the benchmarks' own logger is on the class path too
                "--add-opens=java.base/java.io=ALL-UNNAMED", // as the manifest of daemon.jar has it
                "-cp",
                variant == Variant.ORIGINAL ? installation.peerClassPath() : installation.shardlineClassPath()));
        command.addAll(jvmOptions);
        command.addAll(List.of(
                Worker.class.getName(),
                variant.label(),
                workload.toString(),
                Long.toString(warmUp),
                Long.toString(millis)));
        command.addAll(child.command());
        Process worker = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed;
        try (InputStream out = worker.getInputStream()) {
            printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (worker.waitFor() != 0) {
            throw new IOException("the run of " + variant.label() + " failed: " + String.join(" ", command));
        }
        check(child.taken(), workload, variant);
        String[] words =
                printed.strip().lines().reduce((a, b) -> b).orElseThrow().split(" ", -1);
        return new Result(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
    }

    /** Whoever sends less than it should is fast. */
    private static void check(EchoChild.Counts taken, Workload workload, Variant variant) throws IOException {
        long least = (taken.lines() - 2) * workload.records() * ((workload.size() + 2L) / 3 * 4 + 150);
        if (taken.lines() < 3 || taken.bytes() < least) {
            throw new IOException(variant.label() + " sent less than it should: " + taken);
        }
    }
}
