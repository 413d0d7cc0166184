package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.integration.harness.Accounts;
import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.LeaseTable.Lease;
import io.shardline.integration.harness.Ledger;
import io.shardline.integration.harness.LedgerEntry.Checkpoint;
import io.shardline.integration.harness.LedgerEntry.Ended;
import io.shardline.integration.harness.LedgerEntry.Message;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Trial;
import io.shardline.integration.harness.TrialExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A stop in order, as an orchestrator or a person at a terminal asks for it. */
@ExtendWith(TrialExtension.class)
class StopIT {
    private static final Duration GRACE = Duration.ofSeconds(20);

    /** Processors that checkpoint at the end alone: what they got is safe only if that checkpoint is accepted. */
    private static DaemonLaunch checkpointingAtTheEnd(Trial trial) {
        return trial.daemon("a").ledger("--checkpoint", "none").interruptible();
    }

    @Test
    void sigtermHandsEverythingOver(Trial trial) {
        trial.createStream(4);
        trial.producer().put(Payloads.small(200));
        DaemonProcess first = trial.start(checkpointingAtTheEnd(trial));
        Accounts.awaitConfirmed(trial.put(), trial.ledger(), Duration.ofSeconds(60));

        first.terminate();

        assertThat(first.awaitExit(GRACE)).isZero();
        assertStoppedInOrder(trial, first, 4);
        assertThat(first.log()).doesNotContain("ERROR").doesNotContain("Exception");

        trial.producer().put(Payloads.small(200));
        trial.start(checkpointingAtTheEnd(trial));

        Accounts.awaitConfirmed(trial.put(), trial.ledger(), Duration.ofSeconds(60));
        Accounts.assertEachOnceInOrder(trial.put(), trial.ledger());
    }

    @Test
    void ctrlCDoesTheSame(Trial trial) {
        trial.createStream(1);
        trial.producer().put(Payloads.small(20));
        DaemonProcess daemon = trial.start(checkpointingAtTheEnd(trial));
        Accounts.awaitConfirmed(trial.put(), trial.ledger(), Duration.ofSeconds(60));

        daemon.interrupt();

        assertThat(daemon.awaitExit(GRACE)).isZero();
        assertStoppedInOrder(trial, daemon, 1);
    }

    @Test
    void ctrlCThatAParentPassesOnIsOneRequest(Trial trial) {
        trial.createStream(1);
        trial.producer().put(Payloads.small(20));
        DaemonProcess daemon = trial.start(checkpointingAtTheEnd(trial));
        Accounts.awaitConfirmed(trial.put(), trial.ledger(), Duration.ofSeconds(60));

        daemon.interrupt();
        daemon.terminate();

        assertThat(daemon.awaitExit(GRACE)).isZero();
        assertStoppedInOrder(trial, daemon, 1);
    }

    private static void assertStoppedInOrder(Trial trial, DaemonProcess daemon, int shards) {
        daemon.awaitChildrenGone(Duration.ofSeconds(1));
        Ledger ledger = trial.ledger();
        assertThat(ledger.messages("shutdownRequested"))
                .extracting(Message::shard)
                .doesNotHaveDuplicates()
                .hasSize(shards);
        assertThat(ledger.entries(Checkpoint.class))
                .hasSize(shards)
                .allSatisfy(checkpoint -> assertThat(checkpoint.error()).isEmpty());
        assertThat(ledger.entries(Ended.class))
                .hasSize(shards)
                .as("ended because stdin was closed, not by a signal")
                .allSatisfy(ended -> assertThat(ended.signal()).isEmpty());
        List<Lease> leases = trial.leaseTable().leases();
        assertThat(leases).hasSize(shards).allSatisfy(lease -> {
            assertThat(lease.owner()).isEmpty();
            assertThat(lease.checkpoint()).isEqualTo(lastOf(trial, lease.shard()));
        });
    }

    private static String lastOf(Trial trial, String shard) {
        var records = trial.put().of(shard);
        return records.get(records.size() - 1).position().sequence().toString();
    }

    @Test
    void secondSignalStopsAtOnce(Trial trial) {
        trial.createStream(1);
        trial.producer().put(Payloads.small(5));
        DaemonProcess daemon = trial.start(trial.daemon("a").misbehaving("hang", "--action", "shutdownRequested"));
        Accounts.awaitConfirmed(trial.put(), trial.ledger(), Duration.ofSeconds(60));
        daemon.terminate();
        trial.ledger().awaitMessage("shutdownRequested", Duration.ofSeconds(10));

        // One that comes too soon after the first says nothing new.
        await("stopped by another signal").atMost(Duration.ofSeconds(3)).until(() -> {
            daemon.terminate();
            return !daemon.isAlive();
        });

        assertThat(daemon.awaitExit(Duration.ofSeconds(3))).isEqualTo(128 + 15);
        daemon.awaitChildrenGone(Duration.ofSeconds(3));
    }
}
