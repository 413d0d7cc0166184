package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.DiscardedFiles;
import io.shardline.integration.harness.LeaseTable.Lease;
import io.shardline.integration.harness.LedgerEntry.Checkpoint;
import io.shardline.integration.harness.LedgerEntry.Message;
import io.shardline.integration.harness.Payload;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.Repository;
import io.shardline.integration.harness.Requirement;
import io.shardline.integration.harness.StreamRecord;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches that fail: one record of many that no processor can do, batches of a wanted size, the daemon's checkpoints. */
@ExtendWith(TestEnvironmentExtension.class)
class FailurePoliciesIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int RECORDS = 10_000;
    private static final int POISON = 6543;

    /** {@code poison} crashes, {@code report-poison} lives and reports: so it must not have checkpointed before. */
    @ParameterizedTest
    @CsvSource({"poison, batch, processor", "report-poison, none, onSuccess"})
    void isolatesTheOneRecordThatCannotBeDone(
            String fault, String checkpoint, String mode, TestEnvironment environment) {
        environment.createStream(1);
        environment.producer().put(records());
        DiscardedFiles discarded = new DiscardedFiles(environment.directory().resolve("given-up"));
        DaemonProcess daemon = environment.start(isolating(environment
                .daemon("a")
                .misbehaving(fault, "--checkpoint", checkpoint)
                .property("checkpointMode", mode)));

        Reconciliation.awaitConfirmedOrDiscarded(environment.put(), environment.ledger(), discarded, TIMEOUT);

        StreamRecord poison = theOneRecord(environment);
        assertThat(environment.ledger().confirmed()).hasSize(RECORDS - 1).doesNotContain(poison);
        assertIsTheOnlyOne(discarded, poison);
        Reconciliation.assertOnlyDiscardedIsLost(environment.put(), environment.ledger(), discarded);
        assertThat(daemon.log()).contains("records discarded: RetryAttemptsExhausted");
        awaitCheckpoint(environment, last(environment));
    }

    @Test
    void isolatesItAlsoForAProcessorInShell(TestEnvironment environment) throws IOException {
        Requirement.programs(List.of("jq"));
        environment.createStream(1);
        environment.producer().put(records());
        DiscardedFiles discarded = new DiscardedFiles(environment.directory().resolve("given-up"));
        Path done = environment.directory().resolve("done");
        environment.start(isolating(environment
                .daemon("a")
                .property("executableName", "sh " + Repository.path("tests/processors/poison.sh") + " " + done)
                .property("batchSize", 500)));

        Set<String> expected = new HashSet<>();
        environment.put().of(shard(environment)).forEach(record -> expected.add(sequence(record)));
        expected.remove(sequence(theOneRecord(environment)));
        await().atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> assertThat(lines(done)).isEqualTo(expected));
        assertIsTheOnlyOne(discarded, theOneRecord(environment));
    }

    @Test
    void gathersRecordsUntilABatchIsFullOrItsTimeHasCome(TestEnvironment environment) {
        environment.createStream(1);
        environment.start(environment
                .daemon("a")
                .property("batchSize", 50)
                .property("maximumBatchingWindowMillis", 1500)
                .property("maxRecords", 20));
        environment.awaitProcessors(1, TIMEOUT);

        environment.producer().put(Payloads.small(120));

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), TIMEOUT);
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
        assertThat(environment.ledger().messages("processRecords"))
                .extracting(Message::records)
                .allMatch(count -> count <= 50)
                .hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void checkpointsWhatIsDoneThoughTheProcessorNeverAsks(TestEnvironment environment) {
        environment.createStream(1);
        environment.producer().put(Payloads.small(500));
        DaemonProcess first = environment.start(environment
                .daemon("a")
                .ledger("--checkpoint", "none", "--skip-shutdown", "--skip-shard-end")
                .property("checkpointMode", "interval:PT5S")
                .property("maxRecords", 50));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), TIMEOUT);
        first.terminate();
        assertThat(first.awaitExit(TIMEOUT)).as(first.log()).isZero();

        assertThat(environment.leaseTable().lease(shard(environment)).map(Lease::checkpoint))
                .contains(sequence(last(environment)));
        assertThat(environment.ledger().entries(Checkpoint.class)).isEmpty();

        String parent = shard(environment);
        environment.start(environment
                .daemon("a")
                .ledger("--checkpoint", "none", "--skip-shutdown", "--skip-shard-end")
                .property("parentShardPollIntervalMillis", 200)
                .property("checkpointMode", "onSuccess"));
        environment.split(parent);
        environment.producer().put(Payloads.small(100));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), TIMEOUT);
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
        assertThat(environment.leaseTable().lease(parent).map(Lease::checkpoint))
                .contains("SHARD_END");
    }

    private static DaemonLaunch isolating(DaemonLaunch daemon) {
        return daemon.property("bisectBatchOnFailure", true)
                .property("maximumRetryAttempts", 2)
                .property("onFailure", "file:given-up");
    }

    private static List<Payload> records() {
        List<Payload> records = new ArrayList<>(Payloads.small(RECORDS));
        records.set(POISON, new Payload("poison", "the poison record".getBytes(StandardCharsets.UTF_8)));
        return records;
    }

    private static StreamRecord theOneRecord(TestEnvironment environment) {
        return environment.put().of(shard(environment)).stream()
                .filter(record -> record.partitionKey().equals("poison"))
                .findFirst()
                .orElseThrow();
    }

    private static void assertIsTheOnlyOne(DiscardedFiles discarded, StreamRecord poison) {
        assertThat(discarded.messages()).singleElement().satisfies(message -> {
            JsonNode batch = message.get("KinesisBatchInfo");
            assertThat(batch.get("startSequenceNumber").asText()).isEqualTo(sequence(poison));
            assertThat(batch.get("endSequenceNumber").asText()).isEqualTo(sequence(poison));
            assertThat(batch.get("batchSize").asInt()).isEqualTo(1);
            assertThat(batch.get("shardId").asText()).isEqualTo(poison.shard());
            JsonNode context = message.get("requestContext");
            assertThat(context.get("condition").asText()).isEqualTo("RetryAttemptsExhausted");
            assertThat(context.get("approximateInvokeCount").asInt()).isBetween(3, 3 + 14);
        });
    }

    private static void awaitCheckpoint(TestEnvironment environment, StreamRecord record) {
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(
                                environment.leaseTable().lease(record.shard()).map(Lease::checkpoint))
                        .contains(sequence(record)));
    }

    private static String shard(TestEnvironment environment) {
        return environment.shards().get(0).shardId();
    }

    private static StreamRecord last(TestEnvironment environment) {
        List<StreamRecord> records = environment.put().of(shard(environment));
        return records.get(records.size() - 1);
    }

    private static String sequence(StreamRecord record) {
        return record.position().sequence().toString();
    }

    private static Set<String> lines(Path folder) throws IOException {
        Set<String> all = new HashSet<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    all.addAll(Files.readAllLines(file));
                }
            }
        }
        return all;
    }
}
