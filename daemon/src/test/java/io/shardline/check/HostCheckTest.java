package io.shardline.check;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import io.shardline.check.CheckReport.Result;
import io.shardline.check.CheckReport.Verdict;
import io.shardline.cli.DaemonCommand;
import io.shardline.config.processor.ProcessorAddress;
import io.shardline.transport.WireTracer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** The check passes a good host and finds the fault of each bad one. */
@Timeout(120)
class HostCheckTest {
    private static final String HOST = "src/test/resources/io/shardline/check/host.py";
    private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration EXIT_TIMEOUT = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    /** The command silences what processors print, in this JVM for good. */
    @AfterEach
    void breakTheSilence() {
        ((Logger) LoggerFactory.getLogger("processor")).setLevel(null);
    }

    @Test
    void aGoodHostMeetsEveryRequirement() throws Exception {
        CheckReport report = check("none", STATUS_TIMEOUT);

        assertThat(report.requirements())
                .hasSameSizeAs(Requirement.values())
                .allSatisfy(result -> assertThat(result.verdict())
                        .as("%s %s", result.requirement(), result.findings())
                        .isEqualTo(Verdict.PASS));
        assertThat(report.timings().recordsPerSecond()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "one-at-a-time, P26",
        "refuses-again, P27",
        "greets, P29",
        "closes-idle-connections, P29",
        "stays-open, P21"
    })
    void aFaultIsFound(String fault, Requirement requirement) throws Exception {
        CheckReport report = check(fault, SHORT_TIMEOUT);

        assertThat(result(report, requirement).verdict())
                .as(ReportWriter.text(report))
                .isEqualTo(Verdict.FAIL);
        assertThat(report.passed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"takes-anybody, P28", "dies-of-term, P30", "leaves-too-fast, P30", "keeps-listening, P30"})
    void aWeaknessIsAWarning(String fault, Requirement requirement) throws Exception {
        CheckReport report = check(fault, STATUS_TIMEOUT);

        assertThat(result(report, requirement).verdict())
                .as(ReportWriter.text(report))
                .isEqualTo(Verdict.WARNING);
        assertThat(report.passed()).isTrue();
    }

    @Test
    void aHostThatDoesNotListenIsReported() throws Exception {
        CheckReport report = ProcessorCheck.run(settings("unix:" + folder.resolve("none"), List.of(), SHORT_TIMEOUT));

        assertThat(result(report, Requirement.P26).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.seen()).contains("there is no such file"));
    }

    @Test
    void aHostThatExitsBeforeItListensIsReportedWithWhatItPrinted() throws Exception {
        CheckReport report = check("no-such-fault", SHORT_TIMEOUT);

        assertThat(result(report, Requirement.P26).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.seen()).contains("KeyError: 'no-such-fault'"));
    }

    /** Over TCP, and from the command line. How it leaves is not checked, because the check has not started it. */
    @Test
    void aHostThatSomebodyElseHasStartedIsChecked() throws Exception {
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder("python3", HOST, "none")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("SHARDLINE_LISTEN", Integer.toString(port));
        Process host = builder.start();
        try {
            awaitListening(host);
            assertThat(execute("check-processor", "--connect", Integer.toString(port), "--fail-fast"))
                    .isZero();
            assertThat(host.isAlive()).isTrue();
        } finally {
            host.destroyForcibly();
        }
    }

    @Test
    void anAddressThatIsNoneIsAUsageError() {
        assertThat(execute("check-processor", "--connect", "unix:relative")).isEqualTo(2);
        assertThat(execute("check-processor", "--connect", "auto")).isEqualTo(2);
    }

    private void awaitListening(Process host) {
        org.awaitility.Awaitility.await()
                .atMost(STATUS_TIMEOUT)
                .until(() -> !host.isAlive()
                        || Files.readString(folder.resolve("output")).contains("listening at"));
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static int execute(String... args) {
        return DaemonCommand.execute(args, code -> {});
    }

    private CheckReport check(String fault, Duration statusTimeout) throws Exception {
        return ProcessorCheck.run(
                settings("unix:" + folder.resolve("host.sock"), List.of("python3", HOST, fault), statusTimeout));
    }

    private static CheckSettings settings(String address, List<String> command, Duration statusTimeout)
            throws Exception {
        return new CheckSettings(
                Optional.of(ProcessorAddress.parse(address)),
                command,
                List.of(),
                WireTracer.NONE,
                statusTimeout,
                EXIT_TIMEOUT,
                false);
    }

    private static Result result(CheckReport report, Requirement requirement) {
        return report.requirements().stream()
                .filter(r -> r.requirement() == requirement)
                .findFirst()
                .orElseThrow();
    }
}
