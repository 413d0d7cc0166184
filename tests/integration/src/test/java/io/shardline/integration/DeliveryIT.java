package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.Accounts;
import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.LedgerEntry.Delivery;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Trial;
import io.shardline.integration.harness.TrialExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main job: each record reaches its shard's processor. */
@ExtendWith(TrialExtension.class)
class DeliveryIT {

    @Test
    @DisabledIfSystemProperty(
            named = KinesisUnderTest.CHOICE,
            matches = KinesisUnderTest.KINESIS_MOCK,
            disabledReason = "kinesis-mock takes no records above 1 MiB")
    void recordsOfTenMebibytesArrive(Trial trial) {
        trial.createStreamForHugeRecords(1);
        trial.producer().put(Payloads.small(3));
        trial.producer().put(Payloads.huge(4, 1));
        trial.producer().put(Payloads.small(3));

        trial.start(trial.daemon("a"));

        Accounts.awaitConfirmed(trial.put(), trial.ledger(), Duration.ofSeconds(60));
        Accounts.assertEachOnceInOrder(trial.put(), trial.ledger());
    }

    @Test
    void everyRecordOfFourShardsArrivesOnceInOrderByteForByte(Trial trial) {
        trial.createStream(4);
        trial.producer().put(Payloads.mixed(trial.underTest().records(20_000), 1));

        trial.start(trial.daemon("a"));

        Accounts.awaitConfirmed(trial.put(), trial.ledger(), Duration.ofSeconds(90));
        Accounts.assertEachOnceInOrder(trial.put(), trial.ledger());
        assertThat(trial.ledger().entries(Delivery.class)).allMatch(delivery -> delivery.arrivalMillis() > 0);
        assertThat(trial.ledger().messages("initialize")).hasSize(4);
    }
}
