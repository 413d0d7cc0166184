package io.shardline.cli;

import io.shardline.app.ConfigCheck;
import io.shardline.config.DaemonConfig;
import io.shardline.config.EffectiveEntry;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.config.KeyReference;
import io.shardline.config.LoadedConfig;
import io.shardline.config.Problem;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code daemon.jar check-config}: tells all that is wrong with a configuration, or all that holds. */
@Command(
        name = "check-config",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Reads a configuration and starts nothing: lists its problems, or every value that holds and"
                + " the IAM actions that it needs.",
        footer = {"", "Exit codes: 0 usable, 1 usable but AWS was not as it should be, 2 usage, 3 invalid."})
public final class CheckConfigCommand implements Callable<Integer> {

    @Mixin
    private ConfigurationOptions configuration;

    @Option(
            names = "--online",
            description = "Also asks AWS for credentials, the stream, the lease table and the failure destination.")
    private boolean online;

    @Option(names = "--keys", description = "Prints every key with its type, default and meaning, and checks nothing.")
    private boolean keys;

    @Spec
    private CommandSpec spec;

    private final Map<String, String> environment;

    /** For the command line. */
    public CheckConfigCommand() {
        this(System.getenv());
    }

    CheckConfigCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            if (keys) {
                out.print(KeyReference.text());
                return ExitCode.OK;
            }
            LoadedConfig loaded = configuration.load(environment);
            ConfigCheck.offline(loaded.config());
            print(loaded, out);
            return online ? checkOnline(loaded.config(), out) : ExitCode.OK;
        } catch (InvalidConfigurationException e) {
            err.println(e.getMessage());
            return ExitCode.INVALID_CONFIGURATION;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private static void print(LoadedConfig loaded, PrintWriter out) {
        out.println("The configuration can be used.");
        list("Warnings", loaded.warnings().stream().map(Problem::toString).toList(), out);
        list("Notes", loaded.notes().stream().map(Problem::toString).toList(), out);
        list(
                "Values that hold",
                loaded.effective().stream().map(EffectiveEntry::toString).toList(),
                out);
        list("Reading", List.of(loaded.config().retrieval().description()), out);
        list("IAM actions that it needs", ConfigCheck.iamActions(loaded.config()), out);
    }

    private static int checkOnline(DaemonConfig config, PrintWriter out)
            throws InvalidConfigurationException, InterruptedException {
        List<ConfigCheck.Line> lines = ConfigCheck.online(config);
        list("Found in AWS", lines.stream().map(ConfigCheck.Line::text).toList(), out);
        return lines.stream().allMatch(ConfigCheck.Line::good) ? ExitCode.OK : ExitCode.FAILED;
    }

    private static void list(String heading, List<String> lines, PrintWriter out) {
        if (!lines.isEmpty()) {
            out.println();
            out.println(heading + ":");
            lines.forEach(line -> out.println("  " + line));
        }
    }
}
