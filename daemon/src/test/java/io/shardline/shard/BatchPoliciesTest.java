package io.shardline.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.concurrent.Deadline;
import io.shardline.failure.Backoff;
import io.shardline.failure.DiscardCondition;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.failure.RetryPolicy;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import io.shardline.shard.policy.BatchLimits;
import io.shardline.shard.policy.BatchPolicies;
import io.shardline.shard.policy.CheckpointMode;
import io.shardline.shard.port.DiscardedRecords;
import io.shardline.shard.port.FetchedRecords;
import io.shardline.testing.FakeDestination;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens with a batch that fails, seen by real children. */
class BatchPoliciesTest extends SessionWithShellChildren {
    private static final Backoff QUICK = new Backoff(Duration.ofMillis(20), Duration.ofMillis(40));

    private final FakeDestination taken = new FakeDestination();

    @BeforeEach
    void takeWhatIsDiscarded() {
        destination = taken;
    }

    @Test
    void aReportedErrorBringsTheBatchAgainToTheSameChild() throws IOException {
        ShardSession session = session(answer("[ $n -le 2 ]", "\"error\":\"no database\""), "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);
        session.deliver(batch(3, 3), checkpoints);

        assertThat(processor.ledger())
                .containsExactly("initialize TRIM_HORIZON", "records 1 2", "records 1 2", "records 1 2", "records 3");
        assertThat(taken.all()).isEmpty();
        assertThat(counter("shardline.batch.failures", "cause", "reported_error"))
                .isEqualTo(2);
        assertThat(counter("shardline.batch.retries")).isEqualTo(2);
    }

    @Test
    void anErrorInAnotherAnswerMeansNothing() throws IOException {
        ShardSession session = session(
                "[ $action != processRecords ] && { say '{\"action\":\"status\",\"responseFor\":\"'$action'\","
                        + "\"error\":\"x\",\"batchItemFailures\":[{}]}'; continue; }",
                "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);
        session.leaseLost();

        assertThat(processor.ledger()).containsExactly("initialize TRIM_HORIZON", "records 1 2", "leaseLost", "end");
    }

    @Test
    void goesOnAtTheLowestRecordThatIsReported() throws IOException {
        ShardSession session = session(
                answer("[ $n = 1 ]", failures("\"4\"", "\"3\"")) + answer("[ $n = 2 ]", failures("\"4:0\"")),
                "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 5), checkpoints);

        assertThat(processor.ledger())
                .containsExactly("initialize TRIM_HORIZON", "records 1 2 3 4 5", "records 3 4 5", "records 4 5");
    }

    @Test
    void takesAnIdentifierThatIsNotInTheBatchForAFailureOfAllOfIt() throws IOException {
        ShardSession session = session(
                answer("[ $n = 1 ]", failures("\"2\"", "\"77\""))
                        + answer("[ $n = 2 ]", failures("null"))
                        + answer("[ $n = 3 ]", "\"batchItemFailures\":[{\"id\":\"2\"}]")
                        + answer("[ $n = 4 ]", "\"batchItemFailures\":\"2\"")
                        + answer("[ $n = 5 ]", failures("\"2:7\"")),
                "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);

        assertThat(processor.ledger()).filteredOn("records 1 2"::equals).hasSize(6);
    }

    @Test
    void takesAnEmptyOrNullListForSuccess() throws IOException {
        ShardSession session = session(
                answer("[ $n = 1 ]", "\"batchItemFailures\":[]")
                        + answer("[ $n = 2 ]", "\"batchItemFailures\":null,\"error\":null")
                        + answer("[ $n = 3 ]", "\"error\":\"\""),
                "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 1), checkpoints);
        session.deliver(batch(2, 2), checkpoints);
        session.deliver(batch(3, 3), checkpoints);

        assertThat(processor.ledger())
                .containsExactly("initialize TRIM_HORIZON", "records 1", "records 2", "records 3");
    }

    @Test
    void givesUpTheRecordThatAlwaysFailsAndGoesOnBehindIt() throws IOException {
        policies = retrying(2, false);
        ShardSession session = session(
                answer("contains 3 && [ $n -gt 1 ]", failures("\"3\"")) + answer("contains 3", failures("\"2\"")),
                "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 3), checkpoints);
        session.deliver(batch(4, 4), checkpoints);

        assertThat(processor.ledger())
                .containsExactly("initialize TRIM_HORIZON", "records 1 2 3", "records 2 3", "records 3", "records 4");
        assertThat(taken.all()).singleElement().satisfies(given -> {
            assertThat(numbers(given)).containsExactly("3");
            assertThat(given.attempts()).isEqualTo(3);
            assertThat(given.condition()).isEqualTo(DiscardCondition.RETRY_ATTEMPTS_EXHAUSTED);
            assertThat(given.failure()).extracting(Failure::cause).isEqualTo(Cause.REPORTED_RECORDS);
            assertThat(given.shard().shardId()).isEqualTo(SHARD);
        });
        assertThat(counter("shardline.records.discarded", "condition", "RetryAttemptsExhausted"))
                .isEqualTo(1);
    }

    @Test
    void isolatesTheRecordThatEveryChildDiesOf() throws IOException {
        policies = retrying(1, true);
        ShardSession session = session("contains 4 && exit 1; " + CHECKPOINT, "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 5), checkpoints);

        assertThat(processor.ledger())
                .filteredOn(line -> line.startsWith("records"))
                .containsExactly(
                        "records 1 2 3 4 5", "records 1 2 3", "records 4 5", "records 4", "records 4", "records 5");
        assertThat(taken.all()).singleElement().satisfies(given -> {
            assertThat(numbers(given)).containsExactly("4");
            assertThat(given.attempts()).isEqualTo(4);
            assertThat(given.failure()).extracting(Failure::cause).isEqualTo(Cause.EXITED);
        });
        assertThat(counter("shardline.bisections")).isEqualTo(2);
        assertThat(checkpoints.written()).containsExactly("3", "5");
    }

    @Test
    void isolatesAPoisonRecordAlsoWhereItKillsEveryReplay() throws IOException {
        policies = retrying(1, true);
        // The first child does all without a checkpoint until it dies at record 7; all later ones die of record 3.
        ShardSession session =
                session("contains 7 && once died && exit 1; [ -d $dir/died ] && contains 3 && exit 1", "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 4), checkpoints);
        session.deliver(batch(5, 6), checkpoints);
        session.deliver(batch(7, 7), checkpoints);
        session.deliver(batch(8, 8), checkpoints);

        assertThat(taken.all()).extracting(BatchPoliciesTest::numbers).contains(List.of("3"));
        assertThat(taken.all()).hasSize(1);
        List<String> lines = processor.ledger();
        assertThat(lines.subList(lines.lastIndexOf("initialize TRIM_HORIZON"), lines.size()))
                .containsExactly(
                        "initialize TRIM_HORIZON", "records 1 2", "records 4", "records 5 6", "records 7", "records 8");
    }

    @Test
    void doesNotCountWhatIsNotTheBatchsFault() throws IOException {
        policies = retrying(1, false);
        ShardSession session = session(
                "[ $n = 1 ] && once batch && exit 1;"
                        + " [ $action = initialize ] && [ -d $dir/batch ] && { once a || once b || once c; } && exit 1; "
                        + CHECKPOINT,
                "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 2), checkpoints);

        assertThat(taken.all()).isEmpty();
        assertThat(checkpoints.written()).containsExactly("2");
    }

    @Test
    void givesUpWhatIsTooOldBeforeItIsDelivered() throws IOException {
        policies = new BatchPolicies(
                BatchLimits.AS_DELIVERED,
                new RetryPolicy(RetryPolicy.UNLIMITED_ATTEMPTS, Optional.of(Duration.ofHours(1)), false, QUICK),
                false,
                true,
                new CheckpointMode.Processor(),
                true);
        ShardSession session = session("", "TRIM_HORIZON");
        session.start();
        long now = System.currentTimeMillis();
        long old = now - Duration.ofHours(2).toMillis();
        session.deliver(new FetchedRecords(List.of(record(1, old), record(2, old), record(3, now)), 0L), checkpoints);

        assertThat(processor.ledger()).containsExactly("initialize TRIM_HORIZON", "records 3");
        assertThat(taken.all()).singleElement().satisfies(given -> {
            assertThat(numbers(given)).containsExactly("1", "2");
            assertThat(given.attempts()).isZero();
            assertThat(given.failure()).isNull();
            assertThat(given.condition()).isEqualTo(DiscardCondition.RECORD_AGE_EXCEEDED);
        });
    }

    @Test
    void waitsForTheDestinationThatDoesNotAnswer() throws IOException {
        taken.failNext(3);
        policies = retrying(0, false);
        ShardSession session = session(answer("contains 1", "\"error\":\"x\""), "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 1), checkpoints);
        session.deliver(batch(2, 2), checkpoints);

        assertThat(taken.asked()).isEqualTo(4);
        assertThat(taken.all()).hasSize(1);
        assertThat(processor.ledger()).endsWith("records 1", "records 2");
    }

    @Test
    void aStopEndsTheWaitForTheDestinationAndNothingCountsAsDiscarded() throws Exception {
        taken.failNext(Integer.MAX_VALUE);
        policies = retrying(0, false);
        ShardSession session = session(
                answer("contains 1", "\"error\":\"x\"") + "[ $action = shutdownRequested ] && checkpoint null",
                "TRIM_HORIZON");
        session.start();
        CompletableFuture<Void> delivery =
                CompletableFuture.runAsync(() -> session.deliver(batch(1, 1), checkpoints), threads);
        await().until(() -> taken.asked() >= 2);
        stop.request(Deadline.after(Duration.ofSeconds(5)));
        delivery.get(5, TimeUnit.SECONDS);
        session.deliver(batch(2, 2), checkpoints);
        session.shutdownRequested(checkpoints);
        session.leaseLost();

        assertThat(processor.ledger())
                .containsExactly("initialize TRIM_HORIZON", "records 1", "shutdownRequested", "ok", "leaseLost", "end");
        assertThat(checkpoints.written()).isEmpty();
        assertThat(counter("shardline.records.discarded", "condition", "RetryAttemptsExhausted"))
                .isZero();
    }

    @Test
    void goesOnWithoutTheDestinationWhereTheUserWantsIt() throws IOException {
        taken.failNext(Integer.MAX_VALUE);
        BatchPolicies held = retrying(0, false);
        policies = new BatchPolicies(held.limits(), held.retry(), false, true, held.checkpoints(), false);
        ShardSession session = session(answer("contains 1", "\"error\":\"x\""), "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 1), checkpoints);
        session.deliver(batch(2, 2), checkpoints);

        assertThat(processor.ledger()).endsWith("records 1", "records 2");
        assertThat(taken.asked()).isEqualTo(1);
    }

    @Test
    void aCheckpointOfAllSoFarDoesNotCoverWhatFailed() throws Exception {
        policies = retrying(RetryPolicy.UNLIMITED_ATTEMPTS, false);
        ShardSession session = session(
                answer("contains 4", failures("\"4\"")) + "[ $action = shutdownRequested ] && checkpoint null",
                "TRIM_HORIZON");
        session.start();
        CompletableFuture<Void> delivery =
                CompletableFuture.runAsync(() -> session.deliver(batch(1, 5), checkpoints), threads);
        await().until(() ->
                processor.ledger().stream().filter("records 4 5"::equals).count() >= 2);
        stop.request(Deadline.after(Duration.ofSeconds(5)));
        delivery.get(5, TimeUnit.SECONDS);
        session.shutdownRequested(checkpoints);

        assertThat(processor.ledger()).endsWith("records 4 5", "shutdownRequested", "ok");
        assertThat(checkpoints.written()).containsExactly("3");
    }

    @Test
    void aBatchWithoutACheckpointFailsWhereTheUserWantsIt() throws IOException {
        BatchPolicies plain = retrying(1, false);
        policies = new BatchPolicies(plain.limits(), plain.retry(), true, true, plain.checkpoints(), true);
        ShardSession session = session(
                "[ $n = 1 ] && [ $action = processRecords ] && checkpoint '\"1\"'; [ $n = 2 ] && checkpoint null",
                "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 3), checkpoints);
        session.deliver(batch(4, 4), checkpoints);

        assertThat(processor.ledger())
                .containsExactly(
                        "initialize TRIM_HORIZON",
                        "records 1 2 3",
                        "ok",
                        "records 2 3",
                        "ok",
                        "records 4",
                        "records 4");
        assertThat(taken.all()).extracting(BatchPoliciesTest::numbers).containsExactly(List.of("4"));
    }

    @Test
    void aLineThatMeansAFailureIsSeenEvenRightBeforeTheStatus() throws IOException {
        policies = retrying(RetryPolicy.UNLIMITED_ATTEMPTS, false);
        failurePattern = Optional.of(Pattern.compile("^Traceback"));
        ShardSession session = session("[ $n -le 20 ] && [ $action = processRecords ] && echo Traceback: >&2", "7");
        session.start();
        session.deliver(batch(8, 8), checkpoints);
        session.deliver(batch(9, 9), checkpoints);

        assertThat(processor.ledger()).filteredOn("records 8"::equals).hasSize(21);
        assertThat(processor.ledger()).filteredOn("records 9"::equals).hasSize(1);
    }

    @Test
    void tellsTheAttemptOnlyWhereAPolicyIsSet() throws IOException {
        policies = retrying(5, false);
        String added = "[ $action = processRecords ] && echo \"${line##*]}\" >> $dir/tails; ";
        ShardSession session = session(added + answer("[ $n -le 2 ]", "\"error\":\"x\""), "TRIM_HORIZON");
        session.start();
        session.deliver(batch(1, 1), checkpoints);
        policies = BatchPolicies.NONE;
        ShardSession plain = session(added, "TRIM_HORIZON");
        plain.start();
        plain.deliver(batch(1, 1), checkpoints);

        assertThat(Files.readAllLines(folder.resolve("tails")))
                .containsExactly(
                        ",\"millisBehindLatest\":0,\"attempt\":1}",
                        ",\"millisBehindLatest\":0,\"attempt\":2}",
                        ",\"millisBehindLatest\":0,\"attempt\":3}",
                        ",\"millisBehindLatest\":0}");
    }

    static final String CHECKPOINT = "[ $action = processRecords ] && checkpoint null";

    private static BatchPolicies retrying(int retries, boolean bisect) {
        return new BatchPolicies(
                BatchLimits.AS_DELIVERED,
                new RetryPolicy(retries, Optional.empty(), bisect, QUICK),
                false,
                true,
                new CheckpointMode.Processor(),
                true);
    }

    /** Shell: under this condition a batch is answered with these fields more. */
    private static String answer(String when, String fields) {
        return "[ $action = processRecords ] && " + when
                + " && { say '{\"action\":\"status\",\"responseFor\":\"processRecords\"," + fields
                + "}'; continue; }\n  ";
    }

    private static String failures(String... identifiers) {
        return "\"batchItemFailures\":["
                + String.join(
                        ",",
                        List.of(identifiers).stream()
                                .map(id -> "{\"itemIdentifier\":" + id + "}")
                                .toList())
                + "]";
    }

    private double counter(String name, String... tags) {
        var found = monitor.registry().find(name).tags(tags).counter();
        return found == null ? 0 : found.count();
    }

    static List<String> numbers(DiscardedRecords given) {
        return given.records().stream().map(r -> r.position().sequenceNumber()).toList();
    }

    private static DataRecord record(int number, long arrival) {
        return new DataRecord(
                ByteBuffer.wrap(new byte[] {(byte) number}), "key", new Position(Integer.toString(number), 0), arrival);
    }
}
