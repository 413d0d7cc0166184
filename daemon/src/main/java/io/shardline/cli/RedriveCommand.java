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

/** {@code daemon.jar redrive}: brings records that were given up back into a stream, or through a processor. */
@Command(
        name = "redrive",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        description = "Brings records that were given up back: into a stream, or through a processor. Run again, it"
                + " goes on where it ended.",
        footer = {
            "",
            "Exit codes: 0 all redriven, 1 something was not or had aged out, 2 usage, 3 invalid configuration."
        })
final class RedriveCommand implements Callable<Integer> {
    @Option(
            names = "--from",
            paramLabel = "SOURCE",
            description =
                    "Where the records are: file:DIRECTORY, s3://BUCKET/PREFIX or sqs:QUEUE-URL-or-ARN; by default"
                            + " onFailure of the configuration.")
    private String from;

    @ArgGroup(multiplicity = "1")
    private Goal goal;

    /** One of the two. */
    private static final class Goal {
        @Option(
                names = "--to-stream",
                required = true,
                paramLabel = "STREAM",
                description = "Puts them into this stream (name or ARN), under their partition keys.")
        private String stream;

        @Option(
                names = "--to-processor",
                required = true,
                description = "Gives them to the processor whose COMMAND follows after --.")
        private boolean processor;
    }

    // Not ConfigurationOptions: a bare argument is the processor's here.
    @Option(
            names = {"-p", "--properties", "--properties-file"},
            paramLabel = "FILE",
            description = "The daemon's configuration, for region, credentials and endpoints.")
    private String properties;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Sets a key of it. May be repeated.")
    private List<String> overrides = List.of();

    @Option(names = "--lenient", description = "Unknown keys are no errors.")
    private boolean lenient;

    @Option(
            names = "--progress",
            paramLabel = "FILE",
            description = "Remembers what is done, for folders and buckets (default: redrive-....progress, here). A"
                    + " queue needs none: what is done is deleted.")
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
        PrintWriter err = spec.commandLine().getErr();
        try {
            DaemonConfig config = config();
            if (config.destination().isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(), "Missing --from SOURCE, as the configuration has no onFailure");
            }
            RedriveRun run = new RedriveRun(
                    config,
                    new RedriveRun.Goal(Optional.ofNullable(goal.stream), command, progressFile(config)),
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

    /** The configuration of a daemon that would give up to the source, so that it is reached in the same way. */
    private DaemonConfig config() throws InvalidConfigurationException {
        Map<String, String> environment = System.getenv();
        List<String> all = new ArrayList<>();
        if (properties == null) {
            // A daemon needs them, but this does not.
            all.add("streamName=none");
            all.add("applicationName=redrive");
        }
        all.addAll(overrides);
        // The daemon's processor may not be on this machine.
        ProcessHandle.current().info().command().ifPresent(java -> all.add("executableName='" + java + "'"));
        if (from != null) {
            all.add("onFailure=" + from);
        }
        Strictness strictness = lenient ? Strictness.LENIENT : daemon.strictness();
        return ConfigLoader.load(
                        new ConfigRequest(Optional.ofNullable(properties), all, environment, strictness, System.in))
                .config();
    }

    /** The same for the same source and goal, and no other. */
    private Path progressFile(DaemonConfig config) {
        String what = config.destination().orElseThrow().address() + " " + goal.stream + " " + command;
        return Optional.ofNullable(progress)
                .orElseGet(() -> Path.of("redrive-%08x.progress".formatted(what.hashCode())));
    }
}
