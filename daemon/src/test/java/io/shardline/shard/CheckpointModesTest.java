package io.shardline.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.shard.policy.BatchPolicies;
import io.shardline.shard.policy.CheckpointMode;
import io.shardline.testing.FakeCheckpointer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checkpoints that the daemon makes itself. */
class CheckpointModesTest extends SessionWithShellChildren {

    @Test
    void checkpointsBehindEachBatchThatIsDoneInOrder() throws IOException {
        ShardSession session = daemonCheckpoints(Duration.ZERO, "");
        for (int i = 1; i <= 20; i++) {
            session.deliver(batch(i, i), checkpoints);
        }

        await().until(() -> checkpoints.written().contains("20"));
        List<Integer> written =
                checkpoints.written().stream().map(Integer::valueOf).toList();
        assertThat(written).isSorted().doesNotHaveDuplicates();
        assertThat(processor.ledger()).doesNotContain("ok");
    }

    @Test
    void checkpointsWhatIsDoneOfABatchThatFailedFurtherOn() throws IOException {
        ShardSession session = daemonCheckpoints(
                Duration.ZERO,
                "contains 2 && { say '{\"action\":\"status\",\"responseFor\":\"processRecords\","
                        + "\"batchItemFailures\":[{\"itemIdentifier\":\"3\"}]}'; continue; }; contains 3 && sleep 1");
        session.deliver(batch(1, 4), checkpoints);

        await().until(() -> checkpoints.written().contains("4"));
        assertThat(checkpoints.written()).containsExactly("2", "4");
    }

    @Test
    void writesTheLatestAtMostOnceInTheInterval() throws IOException {
        ShardSession session = daemonCheckpoints(Duration.ofSeconds(2), "");
        session.deliver(batch(1, 1), checkpoints);
        await().until(() -> checkpoints.written().contains("1"));
        long first = System.nanoTime();
        session.deliver(batch(2, 2), checkpoints);
        session.deliver(batch(3, 3), checkpoints);
        session.deliver(batch(4, 4), checkpoints);

        await().until(() -> checkpoints.written().size() == 2);
        assertThat(Duration.ofNanos(System.nanoTime() - first)).isGreaterThan(Duration.ofMillis(1500));
        assertThat(checkpoints.written()).containsExactly("1", "4");
    }

    @Test
    void writesWhatIsPendingAtAShutdown() throws IOException {
        ShardSession session = daemonCheckpoints(Duration.ofHours(1), "");
        session.deliver(batch(1, 1), checkpoints);
        await().until(() -> checkpoints.written().contains("1"));
        session.deliver(batch(2, 5), checkpoints);
        checkpoints.failNext("ThrottlingException", true, 2);
        stop.request(io.shardline.concurrent.Deadline.after(Duration.ofSeconds(10)));
        session.shutdownRequested(checkpoints);

        assertThat(checkpoints.written()).containsExactly("1", "5");
    }

    @Test
    void writesTheEndOfTheShardAndNothingAfterIt() throws IOException {
        ShardSession session = daemonCheckpoints(Duration.ofSeconds(1), "");
        session.deliver(batch(1, 1), checkpoints);
        session.deliver(batch(2, 5), checkpoints);
        session.shardEnded(checkpoints);

        assertThat(checkpoints.written()).last().isEqualTo(FakeCheckpointer.SHARD_END);
        assertThat(processor.ledger()).endsWith("shardEnded", "end");
    }

    @Test
    void triesAgainWhenDynamoDbFails() throws IOException {
        checkpoints.failNext("ThrottlingException", true, 2);
        ShardSession session = daemonCheckpoints(Duration.ZERO, "");
        session.deliver(batch(1, 1), checkpoints);

        await().until(() -> checkpoints.written().contains("1"));
    }

    @Test
    void replaysNothingThatWasDoneWhenAChildDies() throws IOException {
        ShardSession session = daemonCheckpoints(Duration.ofHours(1), "contains 4 && once died && exit 1");
        session.deliver(batch(1, 1), checkpoints);
        session.deliver(batch(2, 3), checkpoints);
        session.deliver(batch(4, 4), checkpoints);

        assertThat(processor.ledger())
                .containsExactly(
                        "initialize TRIM_HORIZON",
                        "records 1",
                        "records 2 3",
                        "records 4",
                        "initialize 3",
                        "records 4");
    }

    @Test
    void grantsTheProcessorsOwnRequests() throws IOException {
        ShardSession session = daemonCheckpoints(Duration.ofHours(1), "[ $n = 2 ] && checkpoint '\"3\"'");
        session.deliver(batch(1, 1), checkpoints);
        await().until(() -> checkpoints.written().contains("1"));
        session.deliver(batch(2, 5), checkpoints);

        assertThat(processor.ledger()).endsWith("records 2 3 4 5", "ok");
        assertThat(checkpoints.written()).containsExactly("1", "3");
    }

    private ShardSession daemonCheckpoints(Duration interval, String added) {
        autoShardEnd = true;
        BatchPolicies none = BatchPolicies.NONE;
        policies =
                new BatchPolicies(none.limits(), none.retry(), false, false, new CheckpointMode.Daemon(interval), true);
        ShardSession session = session(added, "TRIM_HORIZON");
        session.start();
        return session;
    }
}
