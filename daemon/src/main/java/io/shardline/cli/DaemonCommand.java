package io.shardline.cli;

import io.shardline.app.Daemon;
import io.shardline.app.Signals;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.config.LoadedConfig;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code java -jar daemon.jar --properties FILE}: runs the daemon. Accepts the options of MultiLangDaemon too. */
@Command(
        name = "daemon.jar",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        description = "Feeds the records of an Amazon Kinesis stream to a program in any language.",
        subcommands = {CheckConfigCommand.class, CheckProcessorCommand.class, RedriveCommand.class},
        footer = {"", "Exit codes: 0 stopped on request, 1 failed at run time, 2 usage, 3 invalid configuration."})
public final class DaemonCommand implements Callable<Integer> {
    private static final int SIGNAL_BASE = 128;

    @Mixin
    private ConfigurationOptions configuration;

    @Option(
            names = {"-l", "--log-configuration"},
            paramLabel = "FILE",
            description = "A logback configuration that replaces the default logging.")
    private Path logConfiguration;

    @Spec
    private CommandSpec spec;

    private final IntConsumer halt;

    private DaemonCommand(IntConsumer halt) {
        this.halt = halt;
    }

    /**
     * Runs the command.
     *
     * @param halt ends the JVM immediately with this code; called on a second signal
     * @return the exit code
     */
    public static int execute(String[] args, IntConsumer halt) {
        return new CommandLine(new DaemonCommand(halt))
                .setExecutionExceptionHandler(DaemonCommand::unexpected)
                .execute(args);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (configuration.areMissing(System.getenv())) {
            throw new ParameterException(spec.commandLine(), "Missing properties file: --properties FILE");
        }
        if (logConfiguration != null) {
            Logging.configure(logConfiguration, spec);
        }
        try {
            LoadedConfig loaded = configuration.load(System.getenv());
            if (logConfiguration == null) {
                Logging.apply(
                        loaded.config().operations().log(),
                        loaded.config().stream().name());
            }
            return run(loaded);
        } catch (InvalidConfigurationException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return ExitCode.INVALID_CONFIGURATION;
        }
    }

    /** Ends the JVM immediately, as after a second signal. */
    void halt(int signal) {
        halt.accept(SIGNAL_BASE + signal);
    }

    private int run(LoadedConfig loaded) throws InvalidConfigurationException, InterruptedException {
        Daemon daemon = new Daemon(loaded);
        Signals.handle(daemon::stop, number -> {
            daemon.kill();
            halt(number);
        });
        return daemon.run() == Daemon.Outcome.STOPPED ? ExitCode.OK : ExitCode.FAILED;
    }

    private static int unexpected(Exception fault, CommandLine command, CommandLine.ParseResult parsed) {
        Logger log = LoggerFactory.getLogger(DaemonCommand.class);
        log.atError().setCause(fault).log("the daemon failed: this is a bug");
        return ExitCode.FAILED;
    }
}
