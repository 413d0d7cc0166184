package io.shardline.check;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardline.check.CheckReport.Result;
import io.shardline.check.CheckReport.Verdict;
import io.shardline.cli.DaemonCommand;
import io.shardline.protocol.DataRecord;
import io.shardline.transport.WireTracer;
import java.io.IOException;
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

/** The check passes a good processor and finds the fault of each bad one. */
@Timeout(120)
class ProcessorCheckTest {
    private static final String PROCESSOR = "src/test/resources/io/shardline/check/processor.py";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    /** For processors that never answer. */
    private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration EXIT_WAIT = Duration.ofMillis(500);

    @TempDir
    private Path folder;

    /** The command silences what processors print, in this JVM for good. */
    @AfterEach
    void breakTheSilence() {
        ((Logger) LoggerFactory.getLogger("processor")).setLevel(null);
    }

    @Test
    void aGoodProcessorMeetsEveryRequirement() throws Exception {
        CheckReport report = ProcessorCheck.run(settings("none", List.of(), TIMEOUT, false));

        assertThat(report.requirements())
                .allSatisfy(result -> assertThat(result.verdict())
                        .as("%s %s", result.requirement(), result.findings())
                        .isEqualTo(Verdict.PASS));
        assertThat(report.timings().startUpMillis()).isPositive();
        assertThat(report.timings().batches()).isPositive();
        assertThat(report.timings().recordsPerSecond()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "no-status, P12",
        "wrong-response-for, P12",
        "unflushed, P2",
        "glued, P1",
        "text-behind, P1",
        "latin-1, P3",
        "byte-order-mark, P3",
        "ignores-eof, P21",
        "beyond, P15",
        "none-as-number, P15",
        "dies-of-unknown-fields, P7",
        "dies-of-empty-batch, P9",
        "dies-of-null, P11",
        "needs-text, P10",
        "needs-first-key-action, P6",
        "hangs-on-large, P12",
        "answers-twice, P12",
        "impatient, P16",
        "hangs-after-error, P17",
        "forgets-shard-end, P19",
        "checkpoints-lost-lease, P14",
        "exits-early, P22",
        "dies-at-once, P22"
    })
    void aFaultIsFound(String mutation, Requirement requirement) throws Exception {
        // What this one does wrong first is another thing each time.
        boolean untilFault = !mutation.equals("impatient");
        CheckReport report = ProcessorCheck.run(settings(mutation, List.of(), SHORT_TIMEOUT, untilFault));

        assertThat(report.passed()).isFalse();
        Result result = result(report, requirement);
        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.findings()).allSatisfy(finding -> {
            assertThat(finding.scenario()).isNotEmpty();
            assertThat(finding.seen()).isNotEmpty();
            assertThat(finding.expected()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({"babbles, P4", "no-retry, P18", "dies-of-error, P18", "exits-with-3, P21"})
    void aWeaknessIsAWarning(String mutation, Requirement requirement) throws Exception {
        CheckReport report = check(mutation, List.of());

        assertThat(report.passed()).as(ReportWriter.text(report)).isTrue();
        assertThat(result(report, requirement).verdict()).isEqualTo(Verdict.WARNING);
    }

    @Test
    void aProcessorThatCheckpointsOnlyAtTheEndIsCheckedThere() throws Exception {
        CheckReport report = check("never-checkpoints-records", List.of());

        assertThat(report.passed()).isTrue();
        for (Requirement requirement : List.of(Requirement.P16, Requirement.P17, Requirement.P18, Requirement.P19)) {
            assertThat(result(report, requirement).verdict()).isEqualTo(Verdict.PASS);
        }
    }

    @Test
    void aCommandThatIsNotThereIsReported() throws Exception {
        CheckReport report = ProcessorCheck.run(new CheckSettings(
                Optional.empty(), List.of("/no/such/program"), List.of(), WireTracer.NONE, TIMEOUT, EXIT_WAIT, true));

        assertThat(result(report, Requirement.P22).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void theUsersRecordsAreDelivered() throws Exception {
        Path file = folder.resolve("records.jsonl");
        Files.writeString(
                file,
                "{\"partitionKey\":\"a\",\"data\":\"text\"}\n\n{\"base64\":\"//4=\"}\n{\"partitionKey\":\"b\",\"data\":\"\"}\n");
        List<DataRecord> own = UserRecords.read(file);
        assertThat(own).extracting(DataRecord::partitionKey).containsExactly("a", "key", "b");
        assertThat(own).extracting(r -> r.data().remaining()).containsExactly(4, 2, 0);

        // Text alone is what it takes: the two bytes of the second record are none.
        CheckReport report = ProcessorCheck.run(settings("needs-text", own, TIMEOUT, false));

        assertThat(result(report, Requirement.P22).findings())
                .anySatisfy(finding -> assertThat(finding.scenario()).startsWith("your own records"));
    }

    @Test
    void theCommandExitsWithTheVerdict() {
        assertThat(execute("check-processor", "--json", "--timeout", "20", "--", "python3", PROCESSOR, "dies-at-once"))
                .isEqualTo(1);
        assertThat(execute("check-processor")).isEqualTo(2);
    }

    private static int execute(String... args) {
        return DaemonCommand.execute(args, code -> {});
    }

    @Test
    void aLineThatIsNoRecordIsNamed() throws IOException {
        Path file = folder.resolve("records.jsonl");
        Files.writeString(file, "{\"data\":\"x\"}\n{\"text\":\"x\"}\n");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> UserRecords.read(file)))
                .hasMessageStartingWith("line 2 ");
    }

    @Test
    void theReportSaysWhatWasSeenAndWhatWasExpected() throws Exception {
        CheckReport report = check("wrong-response-for", List.of());

        String text = ReportWriter.text(report);
        assertThat(text)
                .contains("FAIL     P-12")
                .contains("seen:     {\"action\": \"status\", \"responseFor\": \"record\"}")
                .contains("expected: {\"action\":\"status\",\"responseFor\":\"processRecords\"}")
                .contains("FAILED: ");
        JsonNode json = new ObjectMapper().readTree(ReportWriter.json(report));
        assertThat(json.get("passed").asBoolean()).isFalse();
        assertThat(json.get("requirements")).hasSameSizeAs(report.requirements());
        assertThat(report.requirements())
                .noneMatch(result -> result.requirement().isForHosts());
        assertThat(json.get("timings").get("startUpMillis").asDouble()).isPositive();
    }

    private static CheckReport check(String mutation, List<DataRecord> own) throws InterruptedException {
        return ProcessorCheck.run(settings(mutation, own, TIMEOUT, true));
    }

    private static CheckSettings settings(String mutation, List<DataRecord> own, Duration timeout, boolean untilFault) {
        return new CheckSettings(
                Optional.empty(),
                List.of("python3", PROCESSOR, mutation),
                own,
                WireTracer.NONE,
                timeout,
                EXIT_WAIT,
                untilFault);
    }

    private static Result result(CheckReport report, Requirement requirement) {
        return report.requirements().stream()
                .filter(r -> r.requirement() == requirement)
                .findFirst()
                .orElseThrow();
    }
}
