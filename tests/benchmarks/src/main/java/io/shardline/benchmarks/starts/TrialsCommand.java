package io.shardline.benchmarks.starts;

import io.shardline.benchmarks.BenchmarkCommand;
import io.shardline.benchmarks.Installation;
import io.shardline.benchmarks.lab.Feed;
import io.shardline.benchmarks.lab.Lab;
import io.shardline.benchmarks.lab.Trials;
import io.shardline.benchmarks.report.Figure;
import io.shardline.benchmarks.report.Report;
import io.shardline.benchmarks.report.Variant;
import java.util.List;

/** A benchmark whose trials, of both daemons and all runs, go on beside each other on one stream that never dries up. */
abstract class TrialsCommand extends BenchmarkCommand {
    static final int SHARDS = 2;

    private final String name;

    TrialsCommand(String name) {
        this.name = name;
    }

    /** {@return what the trials measure} */
    abstract List<Figure> figures();

    /** Adds the trials of one run; their applications' names begin with {@code application}. */
    abstract void addRun(Trials trials, Lab lab, Variant variant, String application);

    @Override
    protected final void measure(Installation installation, int runs, Report report) {
        report.note("Until the last of " + SHARDS + " shards has a record; every key has its default.");
        figures().forEach(report::add);
        try (Lab lab = Lab.open(installation, name, SHARDS);
                Feed feed = Feed.trickle(lab.stream())) {
            feed.start();
            Trials trials = new Trials();
            // Shardline's first: its starts are work, and the original's are sleep that disturbs nobody.
            for (Variant variant : List.of(Variant.SHARDLINE, Variant.ORIGINAL)) {
                for (int run = 0; run < runs; run++) {
                    addRun(trials, lab, variant, name + "-" + variant.label() + "-" + run);
                }
            }
            trials.run();
        }
    }
}
