package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.LedgerEntry.Delivery;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main job: each record reaches its shard's processor. */
@ExtendWith(TestEnvironmentExtension.class)
class DeliveryIT {

    @Test
    @DisabledIfSystemProperty(
            named = KinesisUnderTest.CHOICE,
            matches = KinesisUnderTest.KINESIS_MOCK,
            disabledReason = "kinesis-mock takes no records above 1 MiB")
    void recordsOfTenMebibytesArrive(TestEnvironment environment) {
        environment.createStreamForHugeRecords(1);
        environment.producer().put(Payloads.small(3));
        environment.producer().put(Payloads.huge(4, 1));
        environment.producer().put(Payloads.small(3));

        environment.start(environment.daemon("a"));

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(60));
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
    }

    @Test
    void everyRecordOfFourShardsArrivesOnceInOrderByteForByte(TestEnvironment environment) {
        environment.createStream(4);
        environment.producer().put(Payloads.mixed(environment.underTest().records(20_000), 1));

        environment.start(environment.daemon("a"));

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(90));
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
        assertThat(environment.ledger().entries(Delivery.class)).allMatch(delivery -> delivery.arrivalMillis() > 0);
        assertThat(environment.ledger().messages("initialize")).hasSize(4);
    }
}
