package io.shardline.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs every benchmark, one after the other, also when one of them fails. */
@Command(
        name = "all",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Every benchmark with its usual options, one after the other; takes about half an hour.")
final class AllCommand implements Callable<Integer> {
    private static final List<String> BENCHMARKS =
            List.of("adapter", "endtoend", "coldstart", "takeover", "latency", "scale");

    @Option(
            names = "--results",
            paramLabel = "FOLDER",
            description = "Also writes FOLDER/NAME.json for each (default: tests/benchmarks/results).")
    private Path results;

    @Override
    public Integer call() {
        Path folder = results == null
                ? Installation.found().root().resolve("tests/benchmarks/results")
                : results.toAbsolutePath();
        int worst = 0;
        for (String benchmark : BENCHMARKS) {
            CommandLine program = new CommandLine(new BenchmarksCommand());
            Path json = folder.resolve(benchmark + ".json");
            worst = Math.max(worst, Main.execute(program, benchmark, "--json", json.toString()));
        }
        return worst;
    }
}
