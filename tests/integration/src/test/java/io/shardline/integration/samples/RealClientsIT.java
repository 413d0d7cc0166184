package io.shardline.integration.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.LeaseTable.Lease;
import io.shardline.integration.harness.LedgerEntry.Checkpoint;
import io.shardline.integration.harness.LedgerEntry.Delivery;
import io.shardline.integration.harness.LedgerEntry.Ended;
import io.shardline.integration.harness.LedgerEntry.Message;
import io.shardline.integration.harness.OwnStack;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.StreamRecord;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import io.shardline.localstack.fault.Fault;
import io.shardline.localstack.fault.Service;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Processors on the original's own client libraries, unmodified, work under our daemon. */
@Tag("languages")
@ExtendWith(TestEnvironmentExtension.class)
@OwnStack
@DisabledIfSystemProperty(
        named = KinesisUnderTest.CHOICE,
        matches = KinesisUnderTest.KINESIS_MOCK,
        disabledReason = "about processors, not about Kinesis")
class RealClientsIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(20);

    static List<RealClient> clients() {
        return List.of(RealClient.KCLPY, RealClient.AWS_KCL);
    }

    @ParameterizedTest
    @MethodSource("clients")
    void getsEveryRecordByteForByteAndIsAskedToShutDown(RealClient client, TestEnvironment environment) {
        client.require();
        environment.createStream(2);
        environment.producer().put(Payloads.mixed(2000, 5));

        DaemonProcess first = environment.start(client.daemon(environment));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), TIMEOUT);
        first.terminate();

        assertThat(first.awaitExit(GRACE)).as(first.log()).isZero();
        first.awaitChildrenGone(Duration.ofSeconds(1));
        assertThat(environment.ledger().messages("shutdownRequested")).hasSize(2);
        assertThat(environment.ledger().entries(Ended.class)).hasSize(2);
        assertThat(environment.ledger().entries(Checkpoint.class))
                .allMatch(made -> made.error().isEmpty());
        assertThat(environment.ledger().entries(Delivery.class)).allMatch(delivery -> delivery.arrivalMillis() > 0);
        environment.put().byShard().forEach((shard, records) -> assertIsCheckpointedAt(last(records), environment));

        environment.producer().put(Payloads.small(100));
        environment.start(client.daemon(environment));

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), TIMEOUT);
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
    }

    @ParameterizedTest
    @MethodSource("clients")
    void endsASplitShardAndServesItsChildren(RealClient client, TestEnvironment environment) {
        client.require();
        environment.createStream(1);
        environment.producer().put(Payloads.small(100));
        environment.start(client.daemon(environment).property("parentShardPollIntervalMillis", 200));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), TIMEOUT);

        String parent = environment.shards().get(0).shardId();
        List<String> halves = environment.split(parent);
        environment.producer().put(Payloads.small(100));

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), TIMEOUT);
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
        assertThat(environment.put().byShard().keySet()).containsAll(halves);
        assertThat(environment.ledger().messages("shardEnded"))
                .extracting(Message::shard)
                .containsExactly(parent);
        assertThat(environment.leaseTable().lease(parent).map(Lease::checkpoint))
                .contains("SHARD_END");
    }

    /** More faults than the daemon's own six tries and what the KCL does beside them use up; the SDK does not try again. */
    @ParameterizedTest
    @MethodSource("clients")
    void hearsThatACheckpointWasThrottledAndTriesAgain(RealClient client, TestEnvironment environment) {
        client.require();
        environment.createStream(1);
        DaemonProcess daemon = environment.start(client.daemon(environment)
                .property("dynamoDbClient.overrideConfiguration.maxAttempts", 1)
                .property("failoverTimeMillis", 20_000));
        environment.awaitProcessors(1, TIMEOUT);

        environment.underTest().faults().add(Fault.throttle(Service.DYNAMODB, "UpdateItem", 20));
        environment.producer().put(Payloads.small(200));

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), TIMEOUT);
        environment.put().byShard().forEach((shard, records) -> awaitCheckpointAt(last(records), environment));
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
        assertThat(environment.ledger().entries(Checkpoint.class))
                .extracting(Checkpoint::error)
                .contains(Optional.of("ThrottlingException"))
                .containsOnly(Optional.of("ThrottlingException"), Optional.empty());
        assertThat(daemon.isAlive()).isTrue();
    }

    /** It prints words on stdout and long lines without an end on stderr, and checkpoints its first batch alone. */
    @Test
    void theSampleThatComesWithKclpyWorks(TestEnvironment environment) {
        RealClient.KCLPY.require();
        environment.createStream(1);
        environment.producer().put(Payloads.small(20));

        DaemonProcess daemon = environment.start(environment
                .daemon("a")
                .property(
                        "executableName",
                        "env PYTHONPATH=%1$s python3 %1$s/samples/sample_kclpy_app.py"
                                .formatted(RealClient.folder().resolve("target/kclpy"))));

        environment.put().byShard().forEach((shard, records) -> awaitCheckpointAt(last(records), environment));
        daemon.terminate();
        assertThat(daemon.awaitExit(GRACE)).as(daemon.log()).isZero();
        assertThat(daemon.log())
                .contains("Record (Partition Key: key-19", "Shutdown has been requested, checkpointing.")
                .doesNotContain("ERROR");
    }

    private static StreamRecord last(List<StreamRecord> records) {
        return records.get(records.size() - 1);
    }

    private static void awaitCheckpointAt(StreamRecord record, TestEnvironment environment) {
        await("checkpoint at " + record)
                .atMost(TIMEOUT)
                .untilAsserted(() -> assertIsCheckpointedAt(record, environment));
    }

    private static void assertIsCheckpointedAt(StreamRecord record, TestEnvironment environment) {
        assertThat(environment.leaseTable().lease(record.shard()).map(Lease::checkpoint))
                .contains(record.position().sequence().toString());
    }
}
