package io.shardline.cli;

import io.shardline.config.mapping.EventSourceMapping;
import io.shardline.config.mapping.UnsuitableMappingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code daemon.jar from-event-source-mapping}: makes a properties file for a Lambda function that reads a stream. */
@Command(
        name = "from-event-source-mapping",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description =
                "Prints a properties file with the settings of an event source mapping of AWS Lambda, and names what"
                        + " has no counterpart in its comments.",
        footer = {"", "Exit codes: 0 done, 1 the input cannot be read, 2 usage, 3 not a mapping of a Kinesis stream."})
public final class FromMappingCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "FILE",
            description = "What aws lambda get-event-source-mapping --uuid UUID prints; - reads standard input.")
    private String file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try {
            spec.commandLine().getOut().print(EventSourceMapping.parse(read()).toFile());
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        } catch (IOException e) {
            spec.commandLine().getErr().println("cannot read " + file + ": " + e.getMessage());
            return ExitCode.FAILED;
        } catch (UnsuitableMappingException e) {
            spec.commandLine().getErr().println(file + " " + e.getMessage());
            return ExitCode.INVALID_CONFIGURATION;
        }
    }

    private String read() throws IOException {
        return file.equals("-")
                ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                : Files.readString(Path.of(file));
    }
}
