package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.LeaseTable.Lease;
import io.shardline.integration.harness.LedgerEntry.Delivery;
import io.shardline.integration.harness.LedgerEntry.Message;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Position;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.StreamRecord;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a daemon that was killed leaves behind is enough for the next one. */
@ExtendWith(TestEnvironmentExtension.class)
class RestartIT {
    /** What the lease of a shard says that has no checkpoint yet. */
    private static final String NO_CHECKPOINT = "TRIM_HORIZON";

    private static final int RECORDS = 400;

    @Test
    void afterKillMinusNineTheNextDaemonResumesAfterTheLastCheckpoint(TestEnvironment environment) {
        environment.createStream(2);
        environment.producer().put(Payloads.small(RECORDS));
        DaemonLaunch launch = environment
                .daemon("a")
                .ledger("--checkpoint", "every:30", "--pace", "1000")
                .property("maxRecords", 50);
        DaemonProcess first = environment.start(launch);
        await("a checkpoint of each shard")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(environment.leaseTable().leases())
                        .hasSize(2)
                        .noneMatch(lease -> lease.checkpoint().equals(NO_CHECKPOINT)));

        first.kill();
        first.awaitChildrenGone(Duration.ofSeconds(10));
        List<Lease> left = environment.leaseTable().leases();
        assertThat(environment.ledger().confirmed())
                .as("the next daemon has something to do")
                .hasSizeLessThan(RECORDS);
        environment.ledger().mark();
        environment.start(launch);

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(60));
        Reconciliation.assertNothingLost(environment.put(), environment.ledger());
        assertThat(left).hasSize(2).allSatisfy(lease -> assertResumesAfter(lease, environment));
    }

    private static void assertResumesAfter(Lease lease, TestEnvironment environment) {
        Position checkpoint = Position.of(lease.checkpoint());
        Message initialize = environment.ledger().sinceMark(Message.class).stream()
                .filter(message -> message.shard().equals(lease.shard()))
                .findFirst()
                .orElseThrow();
        assertThat(initialize.action()).isEqualTo("initialize");
        assertThat(initialize.content().path("sequenceNumber").asText()).isEqualTo(lease.checkpoint());
        Optional<StreamRecord> expected = environment.put().of(lease.shard()).stream()
                .filter(record -> record.position().compareTo(checkpoint) > 0)
                .findFirst();
        assertThat(environment.ledger().sinceMark(Delivery.class).stream()
                        .map(Delivery::record)
                        .filter(record -> record.shard().equals(lease.shard()))
                        .findFirst())
                .isEqualTo(expected);
    }
}
