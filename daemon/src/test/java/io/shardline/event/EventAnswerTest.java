package io.shardline.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.protocol.FromProcessor.BatchFailure;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AWS Lambda's manual, "Success and failure conditions" of partial batch responses, and what handlers return besides. */
class EventAnswerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "null",
                "{}",
                "{\"batchItemFailures\":[]}",
                "{\"batchItemFailures\":null}",
                "{\"statusCode\":200}",
                "\"Successfully processed 3 records.\"",
                "true",
                "[]",
                "OK"
            })
    void isASuccess(String answer) {
        assertThat(EventAnswer.failureIn(answer.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void namesTheRecordsThatFailed() {
        assertThat(failure("{\"batchItemFailures\":[{\"itemIdentifier\":\"7\"},{\"itemIdentifier\":9}]}"))
                .isEqualTo(new BatchFailure(null, List.of("7", "9")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
                "{\"batchItemFailures\":[{\"wrongName\":\"7\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":{}}]}",
                "{\"batchItemFailures\":[\"7\"]}",
                "{\"batchItemFailures\":\"7\"}",
                "{\"batchItemFailures\":{\"itemIdentifier\":\"7\"}}"
            })
    void failsTheWholeBatchIfAnEntryNamesNoRecord(String answer) {
        assertThat(failure(answer)).isEqualTo(new BatchFailure(null, Arrays.asList((String) null)));
    }

    @Test
    void anEmptyIdentifierIsThatOfNoRecord() {
        assertThat(failure("{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}")
                        .items())
                .containsExactly("");
    }

    /** What was cut off might have named failures. */
    @Test
    void failsTheWholeBatchIfTheAnswerIsCutOff() {
        assertThat(failure("{\"batchItemFailures\":[{\"itemIde").error()).contains("not JSON");
    }

    @Test
    void readsTheErrorReportsOfAllRuntimes() {
        assertThat(
                        error(
                                "{\"errorMessage\":\"no\",\"errorType\":\"ValueError\",\"stackTrace\":[\"  File a\\n\",\"  b\"]}"))
                .isEqualTo(new ReportedError("ValueError", "no", List.of("  File a", "  b")));
        assertThat(error("{\"errorType\":\"TypeError\",\"errorMessage\":\"no\",\"trace\":[\"TypeError: no\",\"at x\"]}")
                        .trace())
                .isEqualTo("TypeError: no\nat x");
        assertThat(error("{\"errorMessage\":\"no\",\"errorType\":\"errorString\",\"stackTrace\":[{\"line\":7}]}")
                        .stackTrace())
                .containsExactly("{\"line\":7}");
        assertThat(error("out of memory").summary()).isEqualTo("Runtime.Header: out of memory");
        assertThat(ReportedError.parse("", new byte[0]).summary()).isEqualTo("Error");
    }

    private static BatchFailure failure(String answer) {
        return EventAnswer.failureIn(answer.getBytes(UTF_8)).orElseThrow();
    }

    private static ReportedError error(String body) {
        return ReportedError.parse("Runtime.Header", body.getBytes(UTF_8));
    }
}
