package io.shardline.cli;

import io.shardline.app.ConfigCheck;
import io.shardline.config.DaemonConfig;
import io.shardline.config.EffectiveEntry;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.config.KeyReference;
import io.shardline.config.LoadedConfig;
import io.shardline.config.source.Problem;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code daemon.jar check-config}: reports all problems of a configuration, or its effective values. */
@Command(
        name = "check-config",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description =
                "Checks a configuration without starting the daemon. Reports every problem or, if there is none, the"
                        + " effective values and the IAM actions that the daemon needs.",
        footer = {
            "",
            "Exit codes: 0 valid, 1 valid but a check in AWS failed (--online), 2 usage, 3 invalid configuration."
        })
public final class CheckConfigCommand implements Callable<Integer> {

    @Mixin
    private ConfigurationOptions configuration;

    @Option(
            names = "--online",
            description =
                    "Also checks the credentials, the stream, the lease table and the failure destination in AWS.")
    private boolean online;

    @Option(names = "--keys", description = "Prints every key with its type, default and description, and exits.")
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
            configuration.useLogConfiguration();
            List<LoadedConfig> applications = configuration.load(environment);
            ConfigCheck.offline(configs(applications));
            out.println("The configuration is valid.");
            boolean good = true;
            for (LoadedConfig loaded : applications) {
                if (applications.size() > 1) {
                    printName(loaded, out);
                }
                print(loaded, out);
                good &= !online || checkOnline(loaded.config(), out);
            }
            return good ? ExitCode.OK : ExitCode.FAILED;
        } catch (InvalidConfigurationException e) {
            err.println(e.getMessage());
            return ExitCode.INVALID_CONFIGURATION;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private static List<DaemonConfig> configs(List<LoadedConfig> applications) {
        return applications.stream().map(LoadedConfig::config).toList();
    }

    private static void printName(LoadedConfig loaded, PrintWriter out) {
        out.println();
        out.println("---- " + loaded.name() + ": application "
                + loaded.config().application().name() + ", stream "
                + loaded.config().stream().name() + " ----");
    }

    private static void print(LoadedConfig loaded, PrintWriter out) {
        list("Warnings", loaded.warnings().stream().map(Problem::toString).toList(), out);
        list("Notes", loaded.notes().stream().map(Problem::toString).toList(), out);
        list("Command, one word per line", loaded.config().processor().command(), out);
        list("Keys that MultiLangDaemon does not have", loaded.extensionKeys(), out);
        list(
                "Effective values",
                loaded.effective().stream().map(EffectiveEntry::toString).toList(),
                out);
        list("Retrieval", List.of(loaded.config().retrieval().description()), out);
        list("IAM actions that the daemon needs", ConfigCheck.iamActions(loaded.config()), out);
    }

    private static boolean checkOnline(DaemonConfig config, PrintWriter out)
            throws InvalidConfigurationException, InterruptedException {
        List<ConfigCheck.Line> lines = ConfigCheck.online(config);
        list("Checks in AWS", lines.stream().map(ConfigCheck.Line::text).toList(), out);
        return lines.stream().allMatch(ConfigCheck.Line::good);
    }

    private static void list(String heading, List<String> lines, PrintWriter out) {
        if (!lines.isEmpty()) {
            out.println();
            out.println(heading + ":");
            lines.forEach(line -> out.println("  " + line));
        }
    }
}
