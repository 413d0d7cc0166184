package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.JarRun;
import io.shardline.integration.harness.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments and files that hang, betray or mislead: each ends the start with a sentence. */
class HostileInputIT {
    private static final int USAGE = 2;
    private static final int INVALID_CONFIGURATION = 3;
    private static final String SECRET = "hunter2secret";

    @TempDir
    Path folder;

    private JarRun.Launcher launcher;

    @BeforeEach
    void setUp() {
        launcher = new JarRun.Launcher(folder);
    }

    private Path properties(String... lines) throws IOException {
        return Files.writeString(folder.resolve("app.properties"), """
                executableName = sh -c true
                streamName = words
                applicationName = word-count
                regionName = us-east-1
                AwsCredentialsProvider = StaticCredentialsProvider|key|secret
                """ + String.join("\n", lines) + "\n");
    }

    private Path pipe() throws IOException, InterruptedException {
        Requirement.programs(List.of("mkfifo"));
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    @ParameterizedTest
    @ValueSource(strings = {"--set=streamName=words", "check-config"})
    void aPipeThatNobodyWritesToIsNotWaitedForForEver(String argument) throws Exception {
        JarRun run = launcher.jar(argument, "-p", pipe().toString());

        assertThat(run.err()).contains("pipe: cannot be read: it did not end within 10 s; is it a pipe");
        assertThat(run.exitCode()).isEqualTo(INVALID_CONFIGURATION);
    }

    @Test
    void aPipeThatSomebodyWritesToIsRead() throws Exception {
        Path pipe = pipe();
        Process writer = new ProcessBuilder("cp", properties().toString(), pipe.toString()).start();
        try {
            assertThat(launcher.jar("check-config", pipe.toString()).exitCode()).isZero();
        } finally {
            writer.destroyForcibly();
        }
    }

    @Test
    void otherFilesMustNotBePipesEither() throws Exception {
        Path pipe = pipe();

        JarRun filter = launcher.jar(
                "check-config", properties("filterPatternsFile = " + pipe).toString());
        assertThat(filter.err()).contains("filterPatternsFile: ").contains("it did not end within 10 s");
        assertThat(filter.exitCode()).isEqualTo(INVALID_CONFIGURATION);

        JarRun log =
                launcher.jar("check-config", "-l", pipe.toString(), properties().toString());
        assertThat(log.err()).contains("The log configuration " + pipe + " is not a file");
        assertThat(log.exitCode()).isEqualTo(USAGE);

        JarRun trace = launcher.jar(
                "check-config",
                properties("traceWire = all", "traceFile = " + pipe).toString());
        assertThat(trace.err()).contains("traceFile: ").contains("is a pipe");
        assertThat(trace.exitCode()).isEqualTo(INVALID_CONFIGURATION);
    }

    @Test
    void anArgumentWithAnAtSignIsNotExpanded() throws IOException {
        Files.writeString(folder.resolve("secrets"), "--password=" + SECRET + "\n");

        JarRun run = launcher.jar("@" + folder.resolve("secrets"));

        assertThat(run.err()).doesNotContain(SECRET).contains("does not exist");
        assertThat(run.exitCode()).isEqualTo(INVALID_CONFIGURATION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "onFailure = sqs:https://user:%s@sqs.us-east-1.amazonaws.com/123456789012/q",
                "onFailure = sqs:https://user:%s@sqs.us-east-1.amazonaws.com",
                "onFailure = https://user:%s@sqs.us-east-1.amazonaws.com/123456789012/q",
                "onFailureEndpoint = https://user:%s@localhost",
                "kinesisEndpoint = https://user:%s@localhost:4566",
                "kinesisEndpoint = https://user:%s@local host",
                "kinesisEndpoint = ftp://user:%s@localhost",
                "dynamoDBEndpoint = user:%s@localhost",
                "otlpEndpoint = https://:%s@localhost/v1/metrics",
                "otlpEndpoint = https://token-%s@localhost/v1/metrics",
                "streamName = https://user:%s@localhost"
            })
    void thePasswordInAnAddressIsNotRepeated(String line) throws IOException {
        JarRun run =
                launcher.jar("check-config", properties(line.formatted(SECRET)).toString());

        assertThat(run.exitCode()).isEqualTo(INVALID_CONFIGURATION);
        assertThat(run.err() + run.out())
                .contains(line.substring(0, line.indexOf(' ')))
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "true,write all or the id of a shard",
        "yes,write all or the id of a shard",
        "1,write all or the id of a shard",
        "ALL,did you mean all?",
        "shardid-000000000001,did you mean shardId-000000000001?",
        "shardId-1,did you mean shardId-000000000001?",
        "'shardId-000000000000,shardId-000000000001',write all or the id of a shard"
    })
    void aTraceOfNoShardIsAnError(String value, String advice) throws IOException {
        JarRun run =
                launcher.jar("check-config", properties("traceWire = " + value).toString());

        assertThat(run.err()).contains("traceWire: '" + value).contains(advice);
        assertThat(run.exitCode()).isEqualTo(INVALID_CONFIGURATION);
    }

    @Test
    void aCommandThatThePlatformCannotExpressIsAnError() throws IOException {
        Path file = properties();
        Files.writeString(
                file, Files.readString(file).replace("sh -c true", "sh -c true caf\u00e9"), StandardCharsets.UTF_8);

        JarRun run = launcher.environment("LC_ALL", "C").jar("check-config", file.toString());

        assertThat(run.err())
                .contains("app.properties:1: executableName: ")
                .contains("cannot be passed to a program")
                .contains("LC_ALL=C.UTF-8");
        assertThat(run.exitCode()).isEqualTo(INVALID_CONFIGURATION);
        assertThat(new JarRun.Launcher(folder)
                        .environment("LC_ALL", "C.UTF-8")
                        .jar("check-config", file.toString())
                        .exitCode())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "check-confg,check-config",
        "chek-config,check-config",
        "checkconfig,check-config",
        "check_processor,check-processor",
        "Redrive,redrive",
        "re-drive,redrive"
    })
    void aMisspeltCommandIsNotTakenForAFile(String written, String meant) throws IOException {
        for (JarRun run : List.of(
                launcher.jar(written),
                launcher.jar(written, properties().toString()),
                launcher.jar(written, "-p", properties().toString()))) {
            assertThat(run.err())
                    .contains("'" + written + "' is neither a command nor a file; did you mean " + meant + "?");
            assertThat(run.exitCode()).isEqualTo(USAGE);
        }
    }
}
