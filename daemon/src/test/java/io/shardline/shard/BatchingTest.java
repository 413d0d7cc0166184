package io.shardline.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import io.shardline.shard.policy.BatchLimits;
import io.shardline.shard.policy.BatchPolicies;
import io.shardline.shard.port.FetchedRecords;
import io.shardline.testing.FakeCheckpointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How deliveries of the KCL become messages. */
class BatchingTest extends SessionWithShellChildren {
    private static final Duration NEVER = Duration.ofMinutes(5);

    @Test
    void splitsADeliveryThatIsLargerThanABatch() throws IOException {
        limit(2, Long.MAX_VALUE, Duration.ZERO);
        ShardSession session = session(BatchPoliciesTest.CHECKPOINT, "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 5), checkpoints);

        assertThat(processor.ledger())
                .containsExactly(
                        "initialize TRIM_HORIZON", "records 1 2", "ok", "records 3 4", "ok", "records 5", "ok");
        assertThat(checkpoints.written()).containsExactly("2", "4", "5");
    }

    @Test
    void splitsByPayloadAndSendsALargerRecordAlone() throws IOException {
        limit(10, 100, Duration.ZERO);
        ShardSession session = session("", "TRIM_HORIZON");
        session.start();
        session.deliver(
                new FetchedRecords(List.of(sized(1, 60), sized(2, 40), sized(3, 1), sized(4, 500), sized(5, 99)), 0L),
                checkpoints);

        assertThat(processor.ledger())
                .containsExactly("initialize TRIM_HORIZON", "records 1 2", "records 3", "records 4", "records 5");
    }

    @Test
    void gathersOverDeliveriesUntilABatchIsFull() throws IOException {
        limit(3, Long.MAX_VALUE, NEVER);
        ShardSession session = session("", "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);
        assertThat(processor.ledger()).containsExactly("initialize TRIM_HORIZON");
        session.deliver(batch(3, 4), checkpoints);
        session.deliver(batch(5, 9), checkpoints);

        assertThat(processor.ledger())
                .containsExactly("initialize TRIM_HORIZON", "records 1 2 3", "records 4 5 6", "records 7 8 9");
    }

    @Test
    void gathersUntilThePayloadIsFull() throws IOException {
        limit(100, 100, NEVER);
        ShardSession session = session("", "TRIM_HORIZON");
        session.start();
        session.deliver(new FetchedRecords(List.of(sized(1, 60)), 0L), checkpoints);
        session.deliver(new FetchedRecords(List.of(sized(2, 60)), 0L), checkpoints);

        assertThat(processor.ledger()).containsExactly("initialize TRIM_HORIZON", "records 1");
    }

    @Test
    void sendsWhatWasGatheredWhenTheWindowEndsThoughNothingComes() throws IOException {
        limit(100, Long.MAX_VALUE, Duration.ofMillis(300));
        ShardSession session = session(BatchPoliciesTest.CHECKPOINT, "TRIM_HORIZON");
        session.start();
        long began = System.nanoTime();
        session.deliver(batch(1, 2), checkpoints);
        session.deliver(batch(3, 3), checkpoints);

        await().until(() -> processor.ledger().contains("ok"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(processor.ledger()).containsExactly("initialize TRIM_HORIZON", "records 1 2 3", "ok");
        session.deliver(batch(4, 4), checkpoints);
        await().until(() -> processor.ledger().contains("records 4"));
    }

    @Test
    void sendsTheRestBeforeTheEndOfTheShard() throws IOException {
        limit(100, Long.MAX_VALUE, NEVER);
        ShardSession session = session("[ $action = shardEnded ] && checkpoint null", "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);
        session.shardEnded(checkpoints);

        assertThat(processor.ledger())
                .containsExactly("initialize TRIM_HORIZON", "records 1 2", "shardEnded", "ok", "end");
        assertThat(checkpoints.written()).containsExactly(FakeCheckpointer.SHARD_END);
    }

    @Test
    void dropsTheRestWhenTheLeaseIsLost() throws IOException {
        limit(100, Long.MAX_VALUE, Duration.ofMillis(200));
        ShardSession session = session("[ $action = leaseLost ] && sleep 1", "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);
        session.leaseLost();

        assertThat(processor.ledger()).containsExactly("initialize TRIM_HORIZON", "leaseLost", "end");
    }

    @Test
    void dropsTheRestAtAShutdownAndCheckpointsOnlyWhatWasSent() throws IOException {
        limit(2, Long.MAX_VALUE, Duration.ofMillis(200));
        ShardSession session = session("[ $action = shutdownRequested ] && { checkpoint null; sleep 1; }", "7");
        session.start();
        session.deliver(batch(8, 10), checkpoints);
        session.shutdownRequested(checkpoints);
        session.leaseLost();

        assertThat(processor.ledger())
                .containsExactly("initialize 7", "records 8 9", "shutdownRequested", "ok", "leaseLost", "end");
        assertThat(checkpoints.written()).containsExactly("9");
    }

    @Test
    void aDeathInTheMiddleOfADeliveryBringsOnlyTheBatchesThatWereNotDone() throws IOException {
        limit(2, Long.MAX_VALUE, Duration.ZERO);
        ShardSession session =
                session("contains 3 && once died && exit 1; " + BatchPoliciesTest.CHECKPOINT, "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 5), checkpoints);

        assertThat(processor.ledger())
                .containsExactly(
                        "initialize TRIM_HORIZON",
                        "records 1 2",
                        "ok",
                        "records 3 4",
                        "initialize 2",
                        "records 3 4",
                        "ok",
                        "records 5",
                        "ok");
    }

    @Test
    void givesTheGatheredBackWhenTheLeaseIsLostBeforeTheWindowEnds() throws IOException {
        limit(100, Long.MAX_VALUE, Duration.ofMillis(200));
        ShardSession session = session("", "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);
        lease.lose();
        await().during(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(processor.ledger()).containsExactly("initialize TRIM_HORIZON"));
        lease.comeBack();
        session.deliver(batch(3, 3), checkpoints);

        assertThat(lease.isHeld()).isFalse();
        assertThat(processor.ledger()).containsExactly("initialize TRIM_HORIZON");
    }

    private void limit(int records, long bytes, Duration window) {
        BatchPolicies none = BatchPolicies.NONE;
        policies = new BatchPolicies(
                new BatchLimits(records, bytes, window), none.retry(), false, false, none.checkpoints(), true);
    }

    private static DataRecord sized(int number, int bytes) {
        return new DataRecord(ByteBuffer.allocate(bytes), "key", new Position(Integer.toString(number), 0), number);
    }
}
