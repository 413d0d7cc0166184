package io.shardline.benchmarks.endtoend;

import io.shardline.benchmarks.BenchmarkCommand;
import io.shardline.benchmarks.Installation;
import io.shardline.benchmarks.lab.Feed;
import io.shardline.benchmarks.lab.Lab;
import io.shardline.benchmarks.lab.Processors;
import io.shardline.benchmarks.report.Report;
import io.shardline.benchmarks.report.Variant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Both daemons read one full stream from its beginning, with a processor that only answers and with one in Python. */
@Command(
        name = "endtoend",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "What a daemon costs and how fast it is while it reads what a stream holds.")
public final class EndToEndCommand extends BenchmarkCommand {
    private static final int SHARDS = 4;
    private static final int RECORD_BYTES = 1000;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "1600000",
            description = "Records of 1,000 bytes in the stream (default: ${DEFAULT-VALUE}).")
    private long records;

    @Option(
            names = "--variants",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "original,shardline,ceiling",
            description = "What to run; ceiling is a bare client of the AWS SDK (default: ${DEFAULT-VALUE}).")
    private List<String> variants;

    @Option(
            names = "--jvm",
            paramLabel = "OPTION",
            description = "An option for the measured JVMs, such as -XX:StartFlightRecording; may be repeated.")
    private List<String> jvmOptions = List.of();

    @Override
    protected int usualRuns() {
        return 3;
    }

    @Override
    protected void measure(Installation installation, int runs, Report report) {
        report.note("GB: 10^9 bytes of the records' data. CPU and RSS: of the daemon's JVM, without the processors."
                + " Ceiling: GetRecords alone, by the AWS SDK. Both daemons read as often as Kinesis allows,"
                + " idleTimeBetweenReadsInMillis = 200.");
        try (Lab lab = Lab.open(installation, "endtoend", SHARDS)) {
            Feed.fill(lab.stream(), records, RECORD_BYTES);
            List<Reading> readings = List.of(
                    new Reading(lab, report, Processors.NULL_TALLY, "null processor", records, jvmOptions),
                    new Reading(lab, report, Processors.PYTHON_TALLY, "Python", records / 2, jvmOptions));
            for (Reading reading : readings) {
                for (int run = 0; run < runs; run++) {
                    for (String name : variants) {
                        reading.run(Variant.of(name));
                    }
                }
            }
        }
    }
}
