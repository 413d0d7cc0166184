package io.shardline.benchmarks;

import io.shardline.benchmarks.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every benchmark's command has in common: it measures, prints the table, and writes the JSON. */
public abstract class BenchmarkCommand implements Callable<Integer> {
    @Option(names = "--json", paramLabel = "FILE", description = "Also writes the figures here.")
    private Path json;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Runs of each variant; the median counts. Without it each benchmark has its own number.")
    private Integer wantedRuns;

    @Spec
    private CommandSpec spec;

    /** {@return the runs when nobody says how many} */
    protected int usualRuns() {
        return 5;
    }

    /**
     * Measures.
     *
     * @param runs how often each variant is to be run, interleaved
     * @param report takes the figures
     */
    protected abstract void measure(Installation installation, int runs, Report report)
            throws IOException, InterruptedException;

    @Override
    public Integer call() throws IOException, InterruptedException {
        int runs = wantedRuns == null ? usualRuns() : wantedRuns;
        if (runs < 1) {
            throw new ParameterException(spec.commandLine(), "--runs must be at least 1");
        }
        Installation installation = Installation.found();
        Report report = new Report(spec.name(), runs, installation.root());
        measure(installation, runs, report);
        spec.commandLine().getOut().print(report.table());
        spec.commandLine().getOut().flush();
        if (json != null) {
            report.writeTo(json);
        }
        return 0;
    }
}
