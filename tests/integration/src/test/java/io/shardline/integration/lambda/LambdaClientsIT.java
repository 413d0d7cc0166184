package io.shardline.integration.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.DiscardedFiles;
import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.Payload;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.StreamRecord;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Handlers on AWS's own runtime clients, unmodified, work under our daemon. */
@Tag("languages")
@ExtendWith(TestEnvironmentExtension.class)
@DisabledIfSystemProperty(
        named = KinesisUnderTest.CHOICE,
        matches = KinesisUnderTest.KINESIS_MOCK,
        disabledReason = "about processors, not about Kinesis")
class LambdaClientsIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(4);
    private static final int RECORDS = 20_000;

    /** The keys of the records that cannot be processed, and the cause that the destination receives. */
    private static final Map<String, String> FAULTS =
            Map.of("poison", "reported_error", "report", "reported_records", "exit", "exited", "hang", "timed_out");

    static List<LambdaClient> clients() {
        return List.of(LambdaClient.PYTHON, LambdaClient.NODE, LambdaClient.GO);
    }

    @ParameterizedTest
    @MethodSource("clients")
    void confirmsAllRecordsButThoseThatTheHandlerCannotProcess(LambdaClient client, TestEnvironment environment) {
        client.require();
        environment.createStream(4);
        environment.producer().put(records());
        DiscardedFiles discarded = new DiscardedFiles(environment.directory().resolve("discarded"));

        DaemonProcess daemon = environment.start(client.daemon(environment)
                .property("lambdaRuntimes", 4)
                .property("batchSize", 100)
                .property("bisectBatchOnFailure", true)
                .property("maximumRetryAttempts", 2)
                .property("timeoutInSeconds", 2)
                .property("onFailure", "file:discarded"));

        Reconciliation.awaitConfirmedOrDiscarded(environment.put(), environment.ledger(), discarded, TIMEOUT);
        Reconciliation.assertOnlyDiscardedIsLost(environment.put(), environment.ledger(), discarded);
        assertThat(environment.ledger().confirmed()).hasSize(RECORDS - FAULTS.size());
        assertThat(causes(discarded, environment)).isEqualTo(FAULTS);
        daemon.terminate();
        assertThat(daemon.awaitExit(Duration.ofSeconds(20))).as(daemon.log()).isZero();
        daemon.awaitChildrenGone(Duration.ofSeconds(1));
        assertThat(daemon.log()).contains("ValueError: cannot process").doesNotContain("a bug in the daemon");
    }

    private static List<Payload> records() {
        List<Payload> records = new ArrayList<>(Payloads.small(RECORDS));
        int index = 1234;
        for (String key : FAULTS.keySet()) {
            records.set(index, new Payload(key, ("record " + key).getBytes(StandardCharsets.UTF_8)));
            index += 4321;
        }
        return records;
    }

    /** {@return the partition keys of the discarded records, each in a message of its own, with the causes} */
    private static Map<String, String> causes(DiscardedFiles discarded, TestEnvironment environment) {
        Map<String, String> keys = environment.put().byShard().values().stream()
                .flatMap(List::stream)
                .collect(Collectors.toMap(
                        record -> record.position().sequence().toString(), StreamRecord::partitionKey));
        assertThat(discarded.messages()).allSatisfy(message -> {
            JsonNode batch = message.get("KinesisBatchInfo");
            assertThat(batch.get("batchSize").asInt()).isEqualTo(1);
            assertThat(message.at("/requestContext/condition").asText()).isEqualTo("RetryAttemptsExhausted");
            assertThat(message.at("/requestContext/approximateInvokeCount").asInt())
                    .isGreaterThanOrEqualTo(3);
        });
        return discarded.messages().stream()
                .collect(Collectors.toMap(
                        message -> keys.get(message.at("/KinesisBatchInfo/startSequenceNumber")
                                .asText()),
                        message -> message.at("/responseContext/functionError").asText()));
    }
}
