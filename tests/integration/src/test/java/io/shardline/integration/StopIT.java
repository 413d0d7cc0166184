package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.LeaseTable.Lease;
import io.shardline.integration.harness.Ledger;
import io.shardline.integration.harness.LedgerEntry.Checkpoint;
import io.shardline.integration.harness.LedgerEntry.Ended;
import io.shardline.integration.harness.LedgerEntry.Message;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A stop in order, as an orchestrator or a person at a terminal asks for it. */
@ExtendWith(TestEnvironmentExtension.class)
class StopIT {
    private static final Duration GRACE = Duration.ofSeconds(20);

    /** Processors that checkpoint at the end alone: what they got is safe only if that checkpoint is accepted. */
    private static DaemonLaunch checkpointingAtTheEnd(TestEnvironment environment) {
        return environment.daemon("a").ledger("--checkpoint", "none").interruptible();
    }

    @Test
    void sigtermHandsEverythingOver(TestEnvironment environment) {
        environment.createStream(4);
        environment.producer().put(Payloads.small(200));
        DaemonProcess first = environment.start(checkpointingAtTheEnd(environment));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(60));

        first.terminate();

        assertThat(first.awaitExit(GRACE)).isZero();
        assertStoppedInOrder(environment, first, 4);
        assertThat(first.log()).doesNotContain("ERROR").doesNotContain("Exception");

        environment.producer().put(Payloads.small(200));
        environment.start(checkpointingAtTheEnd(environment));

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(60));
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
    }

    @Test
    void ctrlCDoesTheSame(TestEnvironment environment) {
        environment.createStream(1);
        environment.producer().put(Payloads.small(20));
        DaemonProcess daemon = environment.start(checkpointingAtTheEnd(environment));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(60));

        daemon.interrupt();

        assertThat(daemon.awaitExit(GRACE)).isZero();
        assertStoppedInOrder(environment, daemon, 1);
    }

    @Test
    void ctrlCThatAParentPassesOnIsOneRequest(TestEnvironment environment) {
        environment.createStream(1);
        environment.producer().put(Payloads.small(20));
        DaemonProcess daemon = environment.start(checkpointingAtTheEnd(environment));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(60));

        daemon.interrupt();
        daemon.terminate();

        assertThat(daemon.awaitExit(GRACE)).isZero();
        assertStoppedInOrder(environment, daemon, 1);
    }

    private static void assertStoppedInOrder(TestEnvironment environment, DaemonProcess daemon, int shards) {
        daemon.awaitChildrenGone(Duration.ofSeconds(1));
        Ledger ledger = environment.ledger();
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
        List<Lease> leases = environment.leaseTable().leases();
        assertThat(leases).hasSize(shards).allSatisfy(lease -> {
            assertThat(lease.owner()).isEmpty();
            assertThat(lease.checkpoint()).isEqualTo(lastOf(environment, lease.shard()));
        });
    }

    private static String lastOf(TestEnvironment environment, String shard) {
        var records = environment.put().of(shard);
        return records.get(records.size() - 1).position().sequence().toString();
    }

    @Test
    void secondSignalStopsAtOnce(TestEnvironment environment) {
        environment.createStream(1);
        environment.producer().put(Payloads.small(5));
        DaemonProcess daemon =
                environment.start(environment.daemon("a").misbehaving("hang", "--action", "shutdownRequested"));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(60));
        daemon.terminate();
        environment.ledger().awaitMessage("shutdownRequested", Duration.ofSeconds(10));

        // One that comes too soon after the first says nothing new.
        await("stopped by another signal").atMost(Duration.ofSeconds(3)).until(() -> {
            daemon.terminate();
            return !daemon.isAlive();
        });

        assertThat(daemon.awaitExit(Duration.ofSeconds(3))).isEqualTo(128 + 15);
        daemon.awaitChildrenGone(Duration.ofSeconds(3));
    }
}
