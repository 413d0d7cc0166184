package io.shardline.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.filter.BadPatternException;
import io.shardline.filter.RecordFilter;
import io.shardline.observe.EventCounts;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import io.shardline.shard.policy.BatchLimits;
import io.shardline.shard.policy.BatchPolicies;
import io.shardline.shard.policy.CheckpointMode;
import io.shardline.shard.port.FetchedRecords;
import io.shardline.testing.FakeRecordSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A session with a filter: the processor receives the records with even numbers. */
class FilteringTest extends SessionWithShellChildren {

    @Test
    void deliversWhatMatchesAndCheckpointsPastTheRest() throws IOException {
        ShardSession session = filtering(new CheckpointMode.Daemon(Duration.ZERO), BatchLimits.AS_DELIVERED, "");
        session.deliver(numbered(1, 5), checkpoints);
        await().until(() -> checkpoints.written().contains("5"));
        session.deliver(numbered(7, 7), checkpoints);
        await().until(() -> checkpoints.written().contains("7"));
        session.deliver(numbered(8, 8), checkpoints);

        assertThat(processor.ledger()).containsExactly("initialize TRIM_HORIZON", "records 2 4", "records 8");
        assertThat(monitor.shards().get(0).events()).isEqualTo(new EventCounts(7, 4, 3, 0, 0, 0));
    }

    @Test
    void checkpointsPastAFetchOfWhichNothingMatchesBeforeAnyDelivery() throws IOException {
        ShardSession session = filtering(new CheckpointMode.Daemon(Duration.ZERO), BatchLimits.AS_DELIVERED, "");
        session.deliver(numbered(1, 1), checkpoints);

        await().until(() -> checkpoints.written().contains("1"));
        assertThat(processor.ledger()).containsExactly("initialize TRIM_HORIZON");
    }

    @Test
    void leavesCheckpointsToTheProcessorWhereItCheckpoints() throws IOException {
        ShardSession session = filtering(
                new CheckpointMode.Processor(),
                BatchLimits.AS_DELIVERED,
                "{ [ $action = processRecords ] || [ $action = shutdownRequested ]; } && checkpoint null");
        session.deliver(numbered(1, 3), checkpoints);
        session.deliver(numbered(5, 5), checkpoints);
        assertThat(checkpoints.written()).containsExactly("2");

        session.shutdownRequested(checkpoints);
        assertThat(checkpoints.written()).as("everything so far").containsExactly("2", "5");
    }

    @Test
    void replaysOnlyWhatMatches() throws IOException {
        ShardSession session = filtering(
                new CheckpointMode.Processor(), BatchLimits.AS_DELIVERED, "contains 6 && once died && exit 1");
        session.deliver(numbered(1, 5), checkpoints);
        session.deliver(numbered(6, 7), checkpoints);

        assertThat(processor.ledger())
                .containsExactly(
                        "initialize TRIM_HORIZON",
                        "records 2 4",
                        "records 6",
                        "initialize TRIM_HORIZON",
                        "records 2",
                        "records 4",
                        "records 6");
    }

    @Test
    void replaysNothingWhereOnlyFilteredRecordsAreNotCheckpointed() throws IOException {
        ShardSession session = filtering(
                new CheckpointMode.Processor(),
                BatchLimits.AS_DELIVERED,
                "[ $action = processRecords ] && contains 2 && checkpoint null; contains 8 && once died && exit 1");
        session.deliver(numbered(1, 3), checkpoints);
        session.deliver(numbered(5, 5), checkpoints);
        session.deliver(numbered(8, 8), checkpoints);

        assertThat(processor.ledger())
                .containsExactly(
                        "initialize TRIM_HORIZON", "records 2", "ok", "records 8", "initialize 2", "records 8");
    }

    @Test
    void doesNotCheckpointPastRecordsThatWait() throws IOException {
        BatchLimits pairs = new BatchLimits(2, Long.MAX_VALUE, Duration.ofHours(1));
        ShardSession session = filtering(new CheckpointMode.Daemon(Duration.ZERO), pairs, "");
        session.deliver(numbered(1, 3), checkpoints);
        await().until(() -> checkpoints.written().contains("1"));
        session.deliver(numbered(3, 3), checkpoints);
        session.deliver(numbered(4, 5), checkpoints);

        await().until(() -> checkpoints.written().contains("5"));
        assertThat(checkpoints.written()).containsExactly("1", "5");
        assertThat(processor.ledger()).endsWith("records 2 4");
    }

    private ShardSession filtering(CheckpointMode mode, BatchLimits limits, String added) {
        source = new FakeRecordSource(numbered(1, 20).records());
        BatchPolicies none = BatchPolicies.NONE;
        policies = new BatchPolicies(limits, none.retry(), false, false, mode, true).filteredBy(even());
        ShardSession session = session(added, "TRIM_HORIZON");
        session.start();
        return session;
    }

    private static RecordFilter even() {
        try {
            return RecordFilter.parse("[{\"data\":{\"even\":[true]}}]");
        } catch (BadPatternException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FetchedRecords numbered(int first, int last) {
        List<DataRecord> records = IntStream.rangeClosed(first, last)
                .mapToObj(i -> new DataRecord(
                        ByteBuffer.wrap(("{\"even\":" + (i % 2 == 0) + "}").getBytes(StandardCharsets.UTF_8)),
                        "key",
                        new Position(Integer.toString(i), 0),
                        i))
                .toList();
        return new FetchedRecords(records, 0L);
    }
}
