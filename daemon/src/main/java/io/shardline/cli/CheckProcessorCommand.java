package io.shardline.cli;

import io.shardline.check.CheckReport;
import io.shardline.check.CheckSettings;
import io.shardline.check.HandlerCheck;
import io.shardline.check.ProcessorCheck;
import io.shardline.check.ReportWriter;
import io.shardline.check.UserRecords;
import io.shardline.config.key.BadValueException;
import io.shardline.config.processor.ProcessorAddress;
import io.shardline.protocol.DataRecord;
import io.shardline.transport.TraceFile;
import io.shardline.transport.WireTracer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code daemon.jar check-processor -- COMMAND}: runs a processor as the daemon would and reports what it does wrong. With
 * {@code --connect ADDRESS}, checks a processor that listens.
 */
@Command(
        name = "check-processor",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        description = "Checks a processor against the protocol, without AWS.",
        footer = {"", "Exit codes: 0 passed, 1 failed, 2 usage."})
final class CheckProcessorCommand implements Callable<Integer> {
    @Option(
            names = "--connect",
            paramLabel = "ADDRESS",
            description = "Checks a processor that listens at PORT, HOST:PORT or unix:/PATH. If a COMMAND is given,"
                    + " starts it with this address in SHARDLINE_LISTEN, and checks how it leaves, too.")
    private String connect;

    @Option(
            names = "--lambda",
            description =
                    "COMMAND is a runtime of AWS Lambda: sends events to its handler and shows what it does with them.")
    private boolean lambda;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Posts events to an HTTP endpoint and shows what it does with them.")
    private URI url;

    @Option(
            names = "--records",
            paramLabel = "FILE",
            description = "Your own records, one JSON object per line: partitionKey, and data (text) or base64.")
    private Path records;

    @Option(names = "--trace", paramLabel = "FILE", description = "Writes all messages to this file, as a transcript.")
    private Path trace;

    @Option(names = "--json", description = "Prints the report as JSON.")
    private boolean json;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Time limit for a status (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds;

    @Option(
            names = "--exit-timeout",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "Time limit for the exit after stdin has ended (default: ${DEFAULT-VALUE}).")
    private int exitSeconds;

    @Option(names = "--fail-fast", description = "Stops at the first failure and measures nothing.")
    private boolean failFast;

    @Option(names = "--verbose", description = "Shows the stderr of the processor.")
    private boolean verbose;

    @Parameters(
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "The processor and its arguments, after --. Optional with --connect.")
    private List<String> command = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (command.isEmpty() && connect == null && url == null) {
            throw new ParameterException(
                    spec.commandLine(), "Missing required parameter: 'COMMAND', --connect or --url");
        }
        if (!verbose) {
            Logging.silence("processor");
        }
        if (lambda || url != null) {
            return checkHandler();
        }
        CheckReport report = check();
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? ReportWriter.json(report) : ReportWriter.text(report));
        out.flush();
        return report.passed() ? ExitCode.OK : ExitCode.FAILED;
    }

    private int checkHandler() throws InterruptedException {
        if (url != null && (lambda || !command.isEmpty() || url.getHost() == null)) {
            throw new ParameterException(
                    spec.commandLine(), "--url needs a URL such as http://localhost:8080/events, and no COMMAND");
        }
        PrintWriter out = spec.commandLine().getOut();
        Duration timeout = Duration.ofSeconds(timeoutSeconds);
        try {
            boolean passed = url == null
                    ? HandlerCheck.ofLambda(command, ownRecords(), timeout, out::println)
                    : HandlerCheck.ofEndpoint(url, ownRecords(), timeout, out::println);
            out.println(passed ? "passed" : "failed");
            out.flush();
            return passed ? ExitCode.OK : ExitCode.FAILED;
        } catch (IOException e) {
            spec.commandLine().getErr().println("The runtime API cannot be served: " + e.getMessage());
            return ExitCode.FAILED;
        }
    }

    private CheckReport check() throws InterruptedException {
        List<DataRecord> own = ownRecords();
        if (trace == null) {
            return check(own, WireTracer.NONE);
        }
        try {
            Files.deleteIfExists(trace);
            try (TraceFile tracer = new TraceFile(trace, shard -> true, UnaryOperator.identity())) {
                return check(own, tracer);
            }
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "Cannot write " + trace + ": " + e.getMessage(), e);
        }
    }

    private CheckReport check(List<DataRecord> own, WireTracer tracer) throws InterruptedException {
        return ProcessorCheck.run(new CheckSettings(
                address(),
                command,
                own,
                tracer,
                Duration.ofSeconds(timeoutSeconds),
                Duration.ofSeconds(exitSeconds),
                failFast));
    }

    private Optional<ProcessorAddress> address() {
        if (connect == null) {
            return Optional.empty();
        }
        try {
            ProcessorAddress address = ProcessorAddress.parse(connect);
            if (address instanceof ProcessorAddress.Auto) {
                throw new BadValueException("auto is not an address to connect to");
            }
            return Optional.of(address);
        } catch (BadValueException e) {
            throw new ParameterException(spec.commandLine(), "--connect: " + e.getMessage(), e);
        }
    }

    private List<DataRecord> ownRecords() {
        try {
            return records == null ? List.of() : UserRecords.read(records);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "Cannot use " + records + ": " + e.getMessage(), e);
        }
    }
}
