package io.shardline.localstack.cli;

import io.shardline.localstack.LocalStack;
import io.shardline.localstack.LocalStackException;
import io.shardline.localstack.LocalStackOptions;
import io.shardline.localstack.StreamSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code local-stack [options] [-- COMMAND ...]}. */
@Command(
        name = "local-stack",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a Kinesis emulator and DynamoDB Local on 127.0.0.1.",
            "With a COMMAND: runs it with the endpoints in its environment, and ends when it ends, with its exit code.",
            "Without: prints the endpoints as lines for a shell, and runs until a signal."
        })
public final class LocalStackCommand implements Callable<Integer> {
    private static final int FAILURE = 1;

    @Option(
            names = "--stream",
            paramLabel = "NAME:SHARDS",
            converter = StreamSpecConverter.class,
            description = "Creates a stream. May be given more than once.")
    private List<StreamSpec> streams = new ArrayList<>();

    @Option(
            names = "--kinesis-port",
            paramLabel = "PORT",
            defaultValue = "4567",
            description = "The port of Kinesis, 0 for any free one. Default: ${DEFAULT-VALUE}.")
    private int kinesisPort;

    @Option(
            names = "--dynamodb-port",
            paramLabel = "PORT",
            defaultValue = "8000",
            description = "The port of DynamoDB, 0 for any free one. Default: ${DEFAULT-VALUE}.")
    private int dynamoDbPort;

    @Option(
            names = "--feed",
            paramLabel = "FILE",
            description = "Puts the lines of FILE as records into the first stream, before COMMAND starts."
                    + " The first word of a line is its partition key.")
    private Path feed;

    @Option(
            names = "--feed-rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Feeds N lines a second while COMMAND runs, instead of all before.")
    private int feedRate;

    @Parameters(paramLabel = "COMMAND", description = "The command to run, after --.")
    private List<String> command = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    /** Runs the command line and gives the exit code. */
    public static int run(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        return new CommandLine(new LocalStackCommand())
                .setStopAtPositional(true)
                .setParameterExceptionHandler(LocalStackCommand::explain)
                .setExecutionExceptionHandler(LocalStackCommand::explain);
    }

    private static int explain(ParameterException e, String[] args) {
        e.getCommandLine().getErr().println("local-stack: " + e.getMessage() + "; see --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static int explain(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) throws Exception {
        if (e instanceof LocalStackException) {
            commandLine.getErr().println("local-stack: " + e.getMessage());
            return FAILURE;
        }
        throw e;
    }

    @Override
    public Integer call() throws InterruptedException {
        Feed lines = checkedFeed();
        LocalStack stack = LocalStack.start(options());
        RunningParts parts = new RunningParts(stack);
        Runtime.getRuntime().addShutdownHook(new Thread(parts::close, "shutdown"));
        try (parts) {
            lines.start(stack);
            if (command.isEmpty()) {
                stack.environment()
                        .forEach((name, value) -> spec.commandLine().getOut().println("export " + name + "=" + value));
                spec.commandLine().getOut().flush();
                new CountDownLatch(1).await();
            }
            return parts.run(command);
        }
    }

    private LocalStackOptions options() {
        LocalStackOptions options = LocalStackOptions.defaults()
                .withPorts(checkedPort("--kinesis-port", kinesisPort), checkedPort("--dynamodb-port", dynamoDbPort));
        for (StreamSpec stream : streams) {
            options = options.withStream(stream.name(), stream.shards());
        }
        return options;
    }

    private Feed checkedFeed() {
        if (feed == null) {
            return Feed.NONE;
        }
        if (streams.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--feed needs a --stream to feed");
        }
        if (!feed.toFile().canRead() || feed.toFile().isDirectory()) {
            throw new ParameterException(spec.commandLine(), "--feed: cannot read the file " + feed);
        }
        if (feedRate < 0) {
            throw new ParameterException(spec.commandLine(), "--feed-rate must not be negative");
        }
        return Feed.of(feed, streams.get(0).name(), feedRate);
    }

    private int checkedPort(String option, int port) {
        if (port < 0 || port > 65_535) {
            throw new ParameterException(spec.commandLine(), option + ": " + port + " is no port");
        }
        return port;
    }

    /** Tells picocli how to read {@code NAME:SHARDS}. */
    private static final class StreamSpecConverter implements CommandLine.ITypeConverter<StreamSpec> {
        @Override
        public StreamSpec convert(String text) {
            try {
                return StreamSpec.parse(text);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        }
    }
}
