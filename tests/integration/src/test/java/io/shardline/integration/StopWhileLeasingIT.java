package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.LedgerEntry.Ended;
import io.shardline.integration.harness.OwnStack;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import io.shardline.localstack.fault.Fault;
import io.shardline.localstack.fault.Faults;
import io.shardline.localstack.fault.Service;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** A stop that comes while the daemon reads the lease table to hand leases out. */
@ExtendWith(TestEnvironmentExtension.class)
@OwnStack
@DisabledIfSystemProperty(
        named = KinesisUnderTest.CHOICE,
        matches = KinesisUnderTest.KINESIS_MOCK,
        disabledReason = "about DynamoDB, not about Kinesis")
class StopWhileLeasingIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final int READS = 1000;

    @Test
    void isInOrderAllTheSame(TestEnvironment environment) {
        environment.createStream(2);
        environment.producer().put(Payloads.small(20));
        DaemonProcess daemon = environment.start(environment.daemon("a").ledger("--checkpoint", "none"));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), TIMEOUT);
        Faults faults = environment.underTest().faults();
        faults.clear(); // those of the other test
        faults.add(Fault.waiting(Service.DYNAMODB, "Scan", READS, Duration.ofMillis(700)));
        await("a slow read").atMost(TIMEOUT).until(() -> faults.pending().get(0).count() < READS);

        daemon.terminate();

        assertThat(daemon.awaitExit(GRACE)).as(daemon.log()).isZero();
        assertThat(environment.ledger().messages("shutdownRequested")).hasSize(2);
    }

    /** A report or a heartbeat of the KCL's is stuck, and the KCL's own stop waits for it, for a minute if need be. */
    @Test
    void isInOrderThoughTheKclDoesNotGetRoundToIt(TestEnvironment environment) {
        environment.createStream(2);
        environment.producer().put(Payloads.small(20));
        DaemonProcess daemon = environment.start(environment.daemon("a").ledger("--checkpoint", "none"));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), TIMEOUT);
        Faults faults = environment.underTest().faults();
        faults.clear(); // those of the other test
        faults.add(Fault.waiting(Service.DYNAMODB, "UpdateItem", 1, Duration.ofSeconds(40)));
        await("a write is stuck").atMost(TIMEOUT).until(() -> faults.pending().isEmpty());

        daemon.terminate();

        assertThat(daemon.awaitExit(GRACE.plusSeconds(5))).as(daemon.log()).isZero();
        assertThat(environment.ledger().messages("shutdownRequested")).hasSize(2);
        assertThat(environment.ledger().entries(Ended.class)).hasSize(2);
        assertThat(environment.leaseTable().leases())
                .allMatch(lease -> lease.owner().isEmpty());
    }
}
