package io.shardline.integration.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.DiscardedFiles;
import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.Payload;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One record of 10,000 that a processor on the unmodified amazon_kclpy cannot do. */
@Tag("languages")
@ExtendWith(TestEnvironmentExtension.class)
@DisabledIfSystemProperty(
        named = KinesisUnderTest.CHOICE,
        matches = KinesisUnderTest.KINESIS_MOCK,
        disabledReason = "about processors, not about Kinesis")
class KclpyFailuresIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int RECORDS = 10_000;
    /** As docs/failure-policies.md has it. */
    private static final String KCLPY_FAILURE = "^Caught exception from action dispatch:";

    @ParameterizedTest
    @CsvSource({"crash, ,", "raise, failurePattern, " + KCLPY_FAILURE, "raise, failWithoutCheckpoint, true"})
    void isIsolatedAndAllOthersAreDone(String manner, String key, String value, TestEnvironment environment) {
        RealClient.KCLPY.require();
        environment.createStream(1);
        List<Payload> records = new ArrayList<>(Payloads.small(RECORDS));
        records.set(7000, new Payload("poison", "the poison record".getBytes(StandardCharsets.UTF_8)));
        environment.producer().put(records);
        DiscardedFiles discarded = new DiscardedFiles(environment.directory().resolve("given-up"));

        environment.start(environment
                .daemon("a")
                .property(
                        "executableName",
                        "python3 %s --directory %s --owner a --manner %s"
                                .formatted(
                                        RealClient.folder().resolve("poison_kclpy.py"),
                                        environment.directory().resolve("ledger"),
                                        manner))
                .property(key == null ? "bisectBatchOnFailure" : key, value == null ? "true" : value)
                .property("bisectBatchOnFailure", true)
                .property("maximumRetryAttempts", 2)
                .property("onFailure", "file:given-up"));

        Reconciliation.awaitConfirmedOrDiscarded(environment.put(), environment.ledger(), discarded, TIMEOUT);
        Reconciliation.assertOnlyDiscardedIsLost(environment.put(), environment.ledger(), discarded);
        assertThat(environment.ledger().confirmed()).hasSize(RECORDS - 1);
        assertThat(discarded.messages())
                .singleElement()
                .satisfies(message -> assertThat(
                                message.at("/KinesisBatchInfo/batchSize").asInt())
                        .isEqualTo(1));
    }
}
