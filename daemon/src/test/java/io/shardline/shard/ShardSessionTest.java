package io.shardline.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.concurrent.Deadline;
import io.shardline.failure.Failure;
import io.shardline.observe.ShardStatus;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import io.shardline.shard.port.FetchedRecords;
import io.shardline.testing.FakeCheckpointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A session with real children in shell: what a processor sees, and what it cannot break. */
class ShardSessionTest extends SessionWithShellChildren {
    @Test
    void deliversBatchesInOrderAndEndsTheChildWithTheLease() throws IOException {
        ShardSession session = session("", "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);
        session.deliver(batch(3, 3), checkpoints);
        session.leaseLost();

        assertThat(processor.ledger())
                .containsExactly("initialize TRIM_HORIZON", "records 1 2", "records 3", "leaseLost", "end");
        assertThat(fatal).isEmpty();
    }

    @Test
    void givesANewChildEverythingAfterTheLastCheckpoint() throws IOException {
        // Checkpoints in its first batch alone; dies in the fourth.
        ShardSession session = session(
                "[ $action$n = processRecords1 ] && checkpoint null; [ $n = 4 ] && once died && kill -9 $$",
                "TRIM_HORIZON");
        session.start();
        for (int i = 1; i <= 4; i++) {
            session.deliver(batch(2 * i - 1, 2 * i), checkpoints);
        }
        session.leaseLost();

        assertThat(processor.ledger())
                .containsExactly(
                        "initialize TRIM_HORIZON",
                        "records 1 2",
                        "ok",
                        "records 3 4",
                        "records 5 6",
                        "records 7 8",
                        "initialize 2",
                        "records 3",
                        "ok",
                        "records 4 5",
                        "records 6",
                        "records 7 8",
                        "leaseLost",
                        "end");
    }

    @Test
    void beginsAgainAtTheFirstRecordOfTheLeaseIfNothingWasEverCheckpointed() throws IOException {
        ShardSession session = session("[ $n = 2 ] && once died && exit 0", "LATEST");
        session.start();
        session.deliver(batch(5, 6), checkpoints);
        session.deliver(batch(7, 8), checkpoints);

        assertThat(processor.ledger())
                .containsExactly(
                        "initialize LATEST",
                        "records 5 6",
                        "records 7 8",
                        "initialize LATEST",
                        "records 5 6",
                        "records 7 8");
    }

    @Test
    void deliversOnlyTheRestOfABatchThatWasCheckpointedInTheMiddle() throws IOException {
        ShardSession session =
                session("[ $action = processRecords ] && once died && checkpoint '\"2\"' && exit 3", "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 4), checkpoints);

        assertThat(processor.ledger())
                .containsExactly("initialize TRIM_HORIZON", "records 1 2 3 4", "ok", "initialize 2", "records 3 4");
        assertThat(checkpoints.written()).containsExactly("2");
    }

    @Test
    void triesAReplayAgainThatIsThrottled() throws IOException {
        source.failNext(2);
        ShardSession session = session("[ $n = 2 ] && once died && exit 0", "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);
        session.deliver(batch(3, 4), checkpoints);

        assertThat(processor.ledger()).endsWith("initialize TRIM_HORIZON", "records 1 2", "records 3 4");
    }

    @Test
    void replacesAChildThatDiesWhileItsShardIsIdle() {
        ShardSession session =
                session("[ $action = processRecords ] && once died && (sleep 0.2; kill -9 $$) &", "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);

        await().untilAsserted(() -> assertThat(processor.ledger())
                .containsExactly("initialize TRIM_HORIZON", "records 1 2", "initialize TRIM_HORIZON", "records 1 2"));
    }

    @Test
    void replacesAChildThatDoesNotAnswerInTime() throws IOException {
        batchTimeout = Duration.ofMillis(300);
        ShardSession session = session("[ $n = 1 ] && once hung && sleep 1000", "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);

        assertThat(processor.ledger())
                .containsExactly("initialize TRIM_HORIZON", "records 1 2", "initialize TRIM_HORIZON", "records 1 2");
    }

    @Test
    void replacesAChildThatReadsNothing() throws IOException {
        batchTimeout = Duration.ofSeconds(2);
        ShardSession session = session(
                "[ $action = initialize ] && once stuck && say '{\"action\":\"status\",\"responseFor\":\"initialize\"}'"
                        + " && sleep 1000",
                "TRIM_HORIZON");
        session.start();
        DataRecord large = new DataRecord(ByteBuffer.allocate(128 * 1024), "key", new Position("1", 0), 0);
        session.deliver(new FetchedRecords(List.of(large), 0L), checkpoints);

        assertThat(processor.ledger())
                .containsExactly("initialize TRIM_HORIZON", "initialize TRIM_HORIZON", "records 1");
    }

    @Test
    void replacesAChildThatAsksWithoutAnEndAndReadsNoAnswer() throws IOException {
        batchTimeout = Duration.ofSeconds(2);
        ShardSession session = session(
                "[ $action = processRecords ] && once flood"
                        + " && while :; do say '{\"action\":\"checkpoint\",\"sequenceNumber\":null}'; done",
                "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);

        assertThat(processor.ledger()).containsExactly("initialize TRIM_HORIZON", "records 1 2", "initialize 2");
    }

    @Test
    void aLostLeaseEndsTheWaitForAChildThatReadsNothing() throws Exception {
        batchTimeout = Duration.ofSeconds(50);
        ShardSession session = session(
                "[ $action = initialize ] && say '{\"action\":\"status\",\"responseFor\":\"initialize\"}' && sleep 1000",
                "TRIM_HORIZON");
        session.start();
        DataRecord large = new DataRecord(ByteBuffer.allocate(128 * 1024), "key", new Position("1", 0), 0);
        CompletableFuture<Void> delivery = CompletableFuture.runAsync(
                () -> session.deliver(new FetchedRecords(List.of(large), 0L), checkpoints), threads);
        await().until(() -> monitor.shards().get(0).state() == ShardStatus.State.PROCESSING);
        lease.lose();

        delivery.get(15, TimeUnit.SECONDS);
    }

    @Test
    void replacesAChildWhoseGrandchildHoldsThePipesOpen() throws IOException {
        ShardSession session = session("[ $n = 1 ] && once gone && { setsid sleep 1000 & exit 1; }", "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);

        assertThat(processor.ledger())
                .containsExactly("initialize TRIM_HORIZON", "records 1 2", "initialize TRIM_HORIZON", "records 1 2");
    }

    @Test
    void replacesAChildThatAnswersTwice() throws IOException {
        ShardSession session = session(
                "[ $n = 1 ] && once twice && say '{\"action\":\"status\",\"responseFor\":\"processRecords\"}'",
                "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);
        await().until(() -> processor.ledger().contains("records 1 2"));
        session.deliver(batch(3, 4), checkpoints);
        session.deliver(batch(5, 6), checkpoints);

        // Which batch it is found out in depends on who is faster; nothing is lost either way.
        assertThat(processor.ledger())
                .filteredOn("initialize TRIM_HORIZON"::equals)
                .hasSize(2);
        assertThat(processor.ledger()).endsWith("records 5 6");
    }

    @Test
    void answersCheckpointsThatAreWrongOrNotAllowed() throws IOException {
        ShardSession session = session(
                "[ $action = initialize ] && checkpoint null;"
                        + " [ $n = 1 ] && [ $action = processRecords ] && {"
                        + " checkpoint '\"None\"'; checkpoint '\"3\"'; checkpoint '\"1\",\"subSequenceNumber\":-1';"
                        + " checkpoint '\"2\"'; checkpoint '\"1\"'; checkpoint '{}'; };"
                        + " [ $action = leaseLost ] && checkpoint null",
                "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);
        session.leaseLost();

        assertThat(processor.ledger())
                .containsExactly(
                        "initialize TRIM_HORIZON",
                        "InvalidStateException",
                        "records 1 2",
                        "IllegalArgumentException",
                        "IllegalArgumentException",
                        "IllegalArgumentException",
                        "ok",
                        "IllegalArgumentException",
                        "IllegalArgumentException",
                        "leaseLost",
                        "InvalidStateException",
                        "end");
        assertThat(checkpoints.written()).containsExactly("2");
    }

    @Test
    void triesAThrottledCheckpointAgainBeforeTheProcessorHearsOfIt() throws IOException {
        checkpoints.failNext("ThrottlingException", true, 2);
        ShardSession session = session("[ $action = processRecords ] && checkpoint null", "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);
        checkpoints.failNext("ThrottlingException", true, 100);
        session.deliver(batch(3, 4), checkpoints);

        assertThat(processor.ledger())
                .containsExactly("initialize TRIM_HORIZON", "records 1 2", "ok", "records 3 4", "ThrottlingException");
    }

    @Test
    void takesNullForSuccessWhenNothingWasDelivered() throws IOException {
        ShardSession session = session("[ $action = shutdownRequested ] && checkpoint null", "7");
        session.start();
        session.shutdownRequested(checkpoints);

        assertThat(processor.ledger()).containsExactly("initialize 7", "shutdownRequested", "ok");
        assertThat(checkpoints.written()).isEmpty();
    }

    @Test
    void asksAgainAndThenRestartsUntilTheEndOfTheShardIsDurable() throws IOException {
        ShardSession session = session(
                "[ $action = shardEnded ] && { once first || once second || checkpoint null; }", "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);
        session.shardEnded(checkpoints);

        assertThat(processor.ledger())
                .containsExactly(
                        "initialize TRIM_HORIZON",
                        "records 1 2",
                        "shardEnded",
                        "shardEnded",
                        "end",
                        "initialize TRIM_HORIZON",
                        "records 1 2",
                        "shardEnded",
                        "ok",
                        "end");
        assertThat(checkpoints.written()).containsExactly(FakeCheckpointer.SHARD_END);
    }

    @Test
    void writesTheEndOfTheShardItselfWhereTheUserWantsIt() throws IOException {
        autoShardEnd = true;
        ShardSession session = session("", "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);
        session.shardEnded(checkpoints);

        assertThat(processor.ledger()).containsExactly("initialize TRIM_HORIZON", "records 1 2", "shardEnded", "end");
        assertThat(checkpoints.written()).containsExactly(FakeCheckpointer.SHARD_END);
    }

    @Test
    void aStopEndsTheBackOffAtOnceAndNothingIsDeliveredAfterIt() throws Exception {
        ShardSession session = session("[ $action = processRecords ] && exit 1", "TRIM_HORIZON");
        session.start();
        CompletableFuture<Void> delivery =
                CompletableFuture.runAsync(() -> session.deliver(batch(1, 2), checkpoints), threads);
        await().until(() ->
                processor.ledger().stream().filter("records 1 2"::equals).count() >= 4);
        stop.request(Deadline.after(Duration.ofSeconds(1)));
        delivery.get(5, TimeUnit.SECONDS);
        int asked = processor.ledger().size();
        session.deliver(batch(3, 4), checkpoints);
        session.shutdownRequested(checkpoints);
        session.leaseLost();

        assertThat(processor.ledger()).hasSize(asked);
    }

    @Test
    void aLostLeaseEndsTheWaitForAChildThatHangs() throws Exception {
        ShardSession session = session("[ $action = processRecords ] && sleep 1000", "TRIM_HORIZON");
        session.start();
        CompletableFuture<Void> delivery =
                CompletableFuture.runAsync(() -> session.deliver(batch(1, 2), checkpoints), threads);
        await().until(() -> processor.ledger().contains("records 1 2"));
        lease.lose();
        delivery.get(10, TimeUnit.SECONDS);

        assertThat(processor.ledger()).containsExactly("initialize TRIM_HORIZON", "records 1 2");
        assertThat(checkpoints.written()).isEmpty();
    }

    @Test
    void givesALeaseBackThatItHasWronglyTakenForLost() throws Exception {
        ShardSession session = session("[ $action = processRecords ] && exit 1", "TRIM_HORIZON");
        session.start();
        CompletableFuture<Void> delivery =
                CompletableFuture.runAsync(() -> session.deliver(batch(1, 2), checkpoints), threads);
        await().until(() -> processor.ledger().contains("records 1 2"));
        lease.lose();
        delivery.get(10, TimeUnit.SECONDS);
        lease.comeBack();
        session.deliver(batch(3, 4), checkpoints);

        assertThat(lease.isHeld()).isFalse();
        assertThat(processor.ledger()).doesNotContain("records 3 4");
    }

    @Test
    void endsTheDaemonWhereTheUserWantsTheOriginalsBehaviour() throws IOException {
        restart = false;
        ShardSession session = session("[ $action = processRecords ] && { echo oops >&2; exit 7; }", "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);
        session.deliver(batch(3, 4), checkpoints);

        assertThat(processor.ledger()).containsExactly("initialize TRIM_HORIZON", "records 1 2");
        assertThat(fatal).singleElement().satisfies(failure -> {
            assertThat(failure.cause()).isEqualTo(Failure.Cause.EXITED);
            assertThat(failure.message()).isEqualTo("exited with code 7 before it had answered processRecords");
            assertThat(failure.stderrTail()).containsExactly("oops");
        });
    }

    @Test
    void survivesNoiseAroundTheProtocol() throws IOException {
        ShardSession session = session(
                "say hello; say ''; say null; say '{\"action\":\"dance\"}'; printf 'progress 10%%'", "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);
        session.leaseLost();

        assertThat(processor.ledger()).containsExactly("initialize TRIM_HORIZON", "records 1 2", "leaseLost", "end");
    }

    @Test
    void replacesAChildThatPrintsALineWithoutEnd() throws IOException {
        ShardSession session =
                session("[ $n = 1 ] && once babbled && head -c 3000000 /dev/zero | tr '\\0' x", "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);

        assertThat(processor.ledger()).contains("initialize TRIM_HORIZON").endsWith("records 1 2");
        assertThat(processor.ledger())
                .filteredOn("initialize TRIM_HORIZON"::equals)
                .hasSize(2);
    }

    @Test
    void reportsALineWithoutEndAlsoWhenItComesWhileTheShardIsIdle() throws IOException {
        restart = false;
        ShardSession session = session(
                "[ $n = 1 ] && { say '{\"action\":\"status\",\"responseFor\":\"processRecords\"}';"
                        + " head -c 3000000 /dev/zero | tr '\\0' x; sleep 1000; }",
                "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);

        await().untilAsserted(() -> assertThat(fatal).singleElement().satisfies(failure -> {
            assertThat(failure.cause()).isEqualTo(Failure.Cause.BROKE_PROTOCOL);
            assertThat(failure.evidence()).startsWith("xxx");
        }));
    }
}
