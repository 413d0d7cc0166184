package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.integration.harness.Accounts;
import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.LeaseTable.Lease;
import io.shardline.integration.harness.LedgerEntry.Delivery;
import io.shardline.integration.harness.LedgerEntry.Message;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Position;
import io.shardline.integration.harness.StreamRecord;
import io.shardline.integration.harness.Trial;
import io.shardline.integration.harness.TrialExtension;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a daemon that was killed leaves behind is enough for the next one. */
@ExtendWith(TrialExtension.class)
class RestartIT {
    /** What the lease of a shard says that has no checkpoint yet. */
    private static final String NO_CHECKPOINT = "TRIM_HORIZON";

    private static final int RECORDS = 400;

    @Test
    void afterKillMinusNineTheNextDaemonResumesAfterTheLastCheckpoint(Trial trial) {
        trial.createStream(2);
        trial.producer().put(Payloads.small(RECORDS));
        DaemonLaunch launch = trial.daemon("a")
                .ledger("--checkpoint", "every:30", "--pace", "1000")
                .property("maxRecords", 50);
        DaemonProcess first = trial.start(launch);
        await("a checkpoint of each shard")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(trial.leaseTable().leases())
                        .hasSize(2)
                        .noneMatch(lease -> lease.checkpoint().equals(NO_CHECKPOINT)));

        first.kill();
        first.awaitChildrenGone(Duration.ofSeconds(10));
        List<Lease> left = trial.leaseTable().leases();
        assertThat(trial.ledger().confirmed())
                .as("the next daemon has something to do")
                .hasSizeLessThan(RECORDS);
        trial.ledger().mark();
        trial.start(launch);

        Accounts.awaitConfirmed(trial.put(), trial.ledger(), Duration.ofSeconds(60));
        Accounts.assertNothingLost(trial.put(), trial.ledger());
        assertThat(left).hasSize(2).allSatisfy(lease -> assertResumesAfter(lease, trial));
    }

    private static void assertResumesAfter(Lease lease, Trial trial) {
        Position checkpoint = Position.of(lease.checkpoint());
        Message initialize = trial.ledger().sinceMark(Message.class).stream()
                .filter(message -> message.shard().equals(lease.shard()))
                .findFirst()
                .orElseThrow();
        assertThat(initialize.action()).isEqualTo("initialize");
        assertThat(initialize.content().path("sequenceNumber").asText()).isEqualTo(lease.checkpoint());
        Optional<StreamRecord> expected = trial.put().of(lease.shard()).stream()
                .filter(record -> record.position().compareTo(checkpoint) > 0)
                .findFirst();
        assertThat(trial.ledger().sinceMark(Delivery.class).stream()
                        .map(Delivery::record)
                        .filter(record -> record.shard().equals(lease.shard()))
                        .findFirst())
                .isEqualTo(expected);
    }
}
