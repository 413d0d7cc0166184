package io.shardline.cli;

import io.shardline.app.Daemon;
import io.shardline.app.Signals;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.config.LoadedConfig;
import io.shardline.config.source.Strictness;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code java -jar daemon.jar --properties FILE}: runs the daemon. Accepts the options of MultiLangDaemon too. */
@Command(
        name = "daemon.jar",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        description = "Delivers the records of an Amazon Kinesis data stream to a program in any language.",
        subcommands = {
            CheckConfigCommand.class,
            CheckProcessorCommand.class,
            RedriveCommand.class,
            FromMappingCommand.class
        },
        footer = {"", "Exit codes: 0 stopped on request, 1 failed at run time, 2 usage, 3 invalid configuration."})
public final class DaemonCommand implements Callable<Integer> {
    private static final int SIGNAL_BASE = 128;

    @Mixin
    private ConfigurationOptions configuration;

    @Spec
    private CommandSpec spec;

    private final Strictness strictness;
    private final IntConsumer halt;

    private DaemonCommand(Strictness strictness, IntConsumer halt) {
        this.strictness = strictness;
        this.halt = halt;
    }

    /**
     * Runs the command.
     *
     * @param halt ends the JVM immediately with this code; called on a second signal
     * @return the exit code
     */
    public static int execute(String[] args, IntConsumer halt) {
        return execute(args, Strictness.STRICT, halt);
    }

    /**
     * Runs the command for a launcher of MultiLangDaemon, whose file may have keys of the launcher's own.
     *
     * @param halt ends the JVM immediately with this code; called on a second signal
     * @return the exit code
     */
    public static int executeDropIn(String[] args, IntConsumer halt) {
        return execute(args, Strictness.DROP_IN, halt);
    }

    private static int execute(String[] args, Strictness strictness, IntConsumer halt) {
        NettyFlags.avoidUnsafe(System.getProperties(), Runtime.version().feature());
        CommandLine line = new CommandLine(new DaemonCommand(strictness, halt));
        if (args.length > 0) {
            // Arguments that follow are perhaps only known to the command that was meant.
            Optional<String> problem = new MisspeltCommand(line.getSubcommands().keySet()).problemOf(args[0]);
            if (problem.isPresent()) {
                line.getErr().println(problem.get());
                return ExitCode.USAGE;
            }
        }
        return line
                // An argument may begin with @, and the file that it would name may hold secrets.
                .setExpandAtFiles(false)
                .setExecutionExceptionHandler(DaemonCommand::unexpected)
                .execute(args);
    }

    /** {@return how unknown keys are reported, unless an option says otherwise} */
    Strictness strictness() {
        return strictness;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (configuration.areMissing(System.getenv())) {
            throw new ParameterException(spec.commandLine(), "Missing properties file: --properties FILE");
        }
        configuration.refuseMisspeltCommand();
        boolean ownLogging = configuration.useLogConfiguration();
        try {
            List<LoadedConfig> applications = configuration.load(System.getenv());
            if (ownLogging) {
                Logging.apply(
                        applications.get(0).config().operations().log(),
                        applications.stream()
                                .map(loaded -> loaded.config().stream().name())
                                .toList());
            }
            return run(applications);
        } catch (InvalidConfigurationException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return ExitCode.INVALID_CONFIGURATION;
        }
    }

    /** Ends the JVM immediately, as after a second signal. */
    void halt(int signal) {
        halt.accept(SIGNAL_BASE + signal);
    }

    private int run(List<LoadedConfig> applications) throws InvalidConfigurationException, InterruptedException {
        Daemon daemon = new Daemon(applications);
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
