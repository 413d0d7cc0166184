package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.OperationsClient;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not get into a log: characters that forge lines or command a terminal, and secrets. */
@ExtendWith(TestEnvironmentExtension.class)
class LogSafetyIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final String AWS_PATTERN = """
            <configuration>
              <appender name="CONSOLE" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d [%thread] %-5level %logger{36} [%mdc{ShardId:-NONE}] - %msg %n</pattern></encoder>
              </appender>
              <logger name="software.amazon.awssdk" level="DEBUG"/>
              <root level="INFO"><appender-ref ref="CONSOLE"/></root>
            </configuration>
            """;

    /** Prints every dangerous character on both streams, then breaks the protocol with some more. */
    private static final String PRINTER = """
            import json, sys
            BAD = "".join(map(chr, [0x1b, 7, 0xd, 0, 0x9b, 0x2028, 0x2029, 0x202e, 0x2066, 0xfeff, 0x7f, 0x85]))
            for line in iter(sys.stdin.readline, ""):
                action = json.loads(line)["action"]
                sys.stderr.write("key=" + BAD + "2026-01-01 ERROR forged\\n")
                sys.stderr.flush()
                sys.stdout.write("printed " + BAD + "forged\\n")
                wrong = action == "processRecords"
                say = {"action": "status", "responseFor": action + BAD if wrong else action}
                sys.stdout.write(json.dumps(say, ensure_ascii=False) + "\\n")
                sys.stdout.flush()
            """;

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "-l"})
    void whatAProcessorPrintsCannotForgeLinesOrCommandATerminal(String format, TestEnvironment environment)
            throws IOException {
        environment.createStream(1);
        environment.producer().put(Payloads.small(5));
        Path program = Files.writeString(environment.directory().resolve("printer.py"), PRINTER);
        DaemonLaunch launch = environment
                .daemon("a")
                .property("httpListen", 0)
                .misbehavingCommand("env PYTHONIOENCODING=utf-8 python3 " + program);

        DaemonProcess daemon = environment.start(logging(launch, format, environment));
        daemon.awaitLog("answered processRecords with a status for", SOON);

        assertThat(daemon.log())
                .contains("\\u001b", "\\u009b", "\\u2028", "\\u202e")
                .doesNotContainPattern("[\\p{Cntrl}&&[^\n\t]]|[\\u0080-\\u009f\\u2028\\u2029\\u202e\\u2066\\ufeff]");
        assertThat(daemon.logLines()).noneMatch(line -> line.startsWith("2026-01-01 ERROR forged"));
        if (!format.equals("-l")) {
            String failure = OperationsClient.of(daemon.log())
                    .shard("shardId-000000000000")
                    .at("/lastFailure")
                    .asText();
            assertThat(failure).contains("\\u001b").doesNotContain("\u001b", "\u202e");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "-l"})
    void debugLogsOfTheSdkHaveNoSecrets(String format, TestEnvironment environment) throws IOException {
        environment.createStream(1);
        environment.producer().put(Payloads.small(5));
        DaemonLaunch launch = environment
                .daemon("a")
                .property("logLevels", "software.amazon.awssdk=DEBUG,io.netty=DEBUG,software.amazon.kinesis=DEBUG")
                .environment("AWS_SECRET_ACCESS_KEY", "SecretKeyThatMustNotBeLogged")
                .environment("AWS_SESSION_TOKEN", "TokenThatMustNotBeLogged/+==");

        DaemonProcess daemon = environment.start(logging(launch, format, environment));
        environment.awaitProcessors(1, SOON);
        daemon.terminate();
        assertThat(daemon.awaitExit(SOON)).isZero();

        assertThat(daemon.log())
                .contains("X-Amz-Date".toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("MustNotBeLogged");
    }

    private static DaemonLaunch logging(DaemonLaunch launch, String format, TestEnvironment environment)
            throws IOException {
        if (!format.equals("-l")) {
            return launch.property("logFormat", format);
        }
        Path file = Files.writeString(environment.directory().resolve("logback.xml"), AWS_PATTERN);
        return launch.arguments("--properties", "%s", "-l", file.toString());
    }
}
