package io.shardline.benchmarks;

import io.shardline.benchmarks.adapter.AdapterCommand;
import io.shardline.benchmarks.endtoend.EndToEndCommand;
import io.shardline.benchmarks.scale.ScaleCommand;
import io.shardline.benchmarks.starts.ColdStartCommand;
import io.shardline.benchmarks.starts.LatencyCommand;
import io.shardline.benchmarks.starts.TakeoverCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code java -jar benchmarks.jar NAME --json FILE}. */
@Command(
        name = "benchmarks.jar",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Measures Shardline and AWS's MultiLangDaemon side by side on this machine.",
        subcommands = {
            AdapterCommand.class,
            EndToEndCommand.class,
            ColdStartCommand.class,
            TakeoverCommand.class,
            LatencyCommand.class,
            ScaleCommand.class,
            AllCommand.class
        })
final class BenchmarksCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing the name of a benchmark");
    }
}
