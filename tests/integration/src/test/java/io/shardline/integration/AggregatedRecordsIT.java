package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.Accounts;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.LeaseTable.Lease;
import io.shardline.integration.harness.LedgerEntry.Delivery;
import io.shardline.integration.harness.Payload;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.StreamRecord;
import io.shardline.integration.harness.Trial;
import io.shardline.integration.harness.TrialExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records that the Kinesis Producer Library packed into one. */
@ExtendWith(TrialExtension.class)
class AggregatedRecordsIT {

    @Test
    void arriveOneByOneAndACheckpointInsideAnAggregateIsResumedInsideIt(Trial trial) {
        trial.createStream(1);
        List<Payload> ten = Payloads.list(Payloads.mixed(10, 3));
        trial.producer().put(ten);
        trial.producer().putAggregated(ten);
        trial.producer().putAggregated(ten);
        trial.producer().put(ten);
        // The 17th record is the 7th of the first aggregate.
        DaemonProcess first = trial.start(trial.daemon("a").ledger("--checkpoint", "once:17"));
        Accounts.awaitConfirmed(trial.put(), trial.ledger(), Duration.ofSeconds(60));
        Accounts.assertEachOnceInOrder(trial.put(), trial.ledger());

        first.kill();
        String shard = trial.shards().get(0).shardId();
        List<StreamRecord> put = trial.put().of(shard);
        assertThat(trial.leaseTable().lease(shard)).hasValueSatisfying(lease -> assertIsAt(lease, put.get(16)));
        trial.ledger().mark();
        trial.start(trial.daemon("a").ledger("--checkpoint", "sequence"));
        trial.ledger().awaitRecordsSinceMark(put.size() - 17, Duration.ofSeconds(60));

        assertThat(trial.ledger().sinceMark(Delivery.class))
                .extracting(Delivery::record)
                .isEqualTo(put.subList(17, put.size()));
    }

    private static void assertIsAt(Lease lease, StreamRecord record) {
        assertThat(lease.checkpoint()).isEqualTo(record.position().sequence().toString());
        assertThat(lease.subSequence())
                .isEqualTo(record.position().subSequence())
                .isEqualTo(6);
    }
}
