package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.LeaseTable.Lease;
import io.shardline.integration.harness.LedgerEntry.Delivery;
import io.shardline.integration.harness.Payload;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.StreamRecord;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records that the Kinesis Producer Library packed into one. */
@ExtendWith(TestEnvironmentExtension.class)
class AggregatedRecordsIT {

    @Test
    void arriveOneByOneAndACheckpointInsideAnAggregateIsResumedInsideIt(TestEnvironment environment) {
        environment.createStream(1);
        List<Payload> ten = Payloads.list(Payloads.mixed(10, 3));
        environment.producer().put(ten);
        environment.producer().putAggregated(ten);
        environment.producer().putAggregated(ten);
        environment.producer().put(ten);
        // The 17th record is the 7th of the first aggregate.
        DaemonProcess first = environment.start(environment.daemon("a").ledger("--checkpoint", "once:17"));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(60));
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());

        first.kill();
        String shard = environment.shards().get(0).shardId();
        List<StreamRecord> put = environment.put().of(shard);
        assertThat(environment.leaseTable().lease(shard)).hasValueSatisfying(lease -> assertIsAt(lease, put.get(16)));
        environment.ledger().mark();
        environment.start(environment.daemon("a").ledger("--checkpoint", "sequence"));
        environment.ledger().awaitRecordsSinceMark(put.size() - 17, Duration.ofSeconds(60));

        assertThat(environment.ledger().sinceMark(Delivery.class))
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
