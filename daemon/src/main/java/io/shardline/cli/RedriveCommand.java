package io.shardline.cli;

import io.shardline.app.RedriveRun;
import io.shardline.app.Signals;
import io.shardline.config.ConfigLoader;
import io.shardline.config.ConfigRequest;
import io.shardline.config.DaemonConfig;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.config.source.Strictness;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code daemon.jar redrive}: sends discarded records to a stream or to a processor. */
@Command(
        name = "redrive",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        description =
                "Sends discarded records to a stream or to a processor. Run it again to resume where it" + " stopped.",
        footer = {"", "Exit codes: 0 all redriven, 1 some failed or had expired, 2 usage, 3 invalid configuration."})
final class RedriveCommand implements Callable<Integer> {
    /** The limit of Kinesis. */
    private static final int MAX_KEY = 256;

    @Option(
            names = "--from",
            paramLabel = "SOURCE",
            description =
                    "The source: file:DIRECTORY, s3://BUCKET/PREFIX or sqs:QUEUE-URL-or-ARN (default: onFailure of"
                            + " the configuration).")
    private String from;

    @ArgGroup(multiplicity = "1")
    private Goal goal;

    /** Exactly one of its options is set. */
    private static final class Goal {
        @Option(
                names = "--to-stream",
                required = true,
                paramLabel = "STREAM",
                description = "Puts the records into this stream (name or ARN), with their partition keys.")
        private String stream;

        @Option(
                names = "--to-processor",
                required = true,
                description = "Sends the records to the processor whose COMMAND follows after --.")
        private boolean processor;
    }

    @Option(
            names = "--partition-key",
            paramLabel = "KEY",
            description = "The partition key of records that have none, for --to-stream. A stream with the record"
                    + " distribution strategy AUTO needs none.")
    private String partitionKey;

    // Not ConfigurationOptions: here, positional arguments are the command of the processor.
    @Option(
            names = {"-p", "--properties", "--properties-file"},
            paramLabel = "FILE",
            description = "The daemon's configuration, for region, credentials and endpoints.")
    private String properties;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets a key of the configuration. May be repeated.")
    private List<String> overrides = List.of();

    @Option(names = "--lenient", description = "Reports unknown keys as warnings instead of errors.")
    private boolean lenient;

    @Option(
            names = "--progress",
            paramLabel = "FILE",
            description = "The journal of redriven messages, for directories and buckets (default: redrive-....progress"
                    + " in the working directory). Messages of a queue are deleted instead.")
    private Path progress;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The processor and its arguments, after --.")
    private List<String> command = List.of();

    @ParentCommand
    private DaemonCommand daemon;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (goal.processor == command.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    goal.processor
                            ? "Missing the processor: --to-processor -- COMMAND"
                            : "A COMMAND is for --to-processor only: " + String.join(" ", command));
        }
        if (partitionKey != null && (goal.processor || partitionKey.isEmpty() || partitionKey.length() > MAX_KEY)) {
            throw new ParameterException(
                    spec.commandLine(),
                    goal.processor
                            ? "--partition-key is for --to-stream only"
                            : "--partition-key needs 1 to " + MAX_KEY + " characters");
        }
        PrintWriter err = spec.commandLine().getErr();
        try {
            DaemonConfig config = config();
            if (config.destination().isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(), "Missing --from SOURCE, as the configuration has no onFailure");
            }
            RedriveRun run = new RedriveRun(
                    config,
                    new RedriveRun.Goal(
                            Optional.ofNullable(goal.stream),
                            command,
                            Optional.ofNullable(partitionKey),
                            progressFile(config)),
                    line -> {
                        err.println(line);
                        err.flush();
                    });
            Signals.handle(run::stop, daemon::halt);
            return run.run() ? ExitCode.OK : ExitCode.FAILED;
        } catch (InvalidConfigurationException e) {
            err.println(e.getMessage());
            return ExitCode.INVALID_CONFIGURATION;
        } catch (IOException e) {
            err.println(e.getMessage());
            return ExitCode.FAILED;
        } finally {
            err.flush();
        }
    }

    /** {@return the configuration of a daemon whose on-failure destination is the source, so that it is reached in the same way} */
    private DaemonConfig config() throws InvalidConfigurationException {
        Map<String, String> environment = System.getenv();
        List<String> all = new ArrayList<>();
        if (properties == null) {
            // Required by the daemon, but not used here.
            all.add("streamName=none");
            all.add("applicationName=redrive");
        }
        all.addAll(overrides);
        // The daemon's own processor may not exist on this machine.
        ProcessHandle.current().info().command().ifPresent(java -> all.add("executableName='" + java + "'"));
        if (from != null) {
            all.add("onFailure=" + from);
        }
        Strictness strictness = lenient ? Strictness.LENIENT : daemon.strictness();
        return ConfigLoader.load(
                        new ConfigRequest(Optional.ofNullable(properties), all, environment, strictness, System.in))
                .config();
    }

    /** {@return a file name that only the same source and goal share} */
    private Path progressFile(DaemonConfig config) {
        String what = config.destination().orElseThrow().address() + " " + goal.stream + " " + command;
        return Optional.ofNullable(progress)
                .orElseGet(() -> Path.of("redrive-%08x.progress".formatted(what.hashCode())));
    }
}
