package io.shardline.shard;

import static io.shardline.shard.InMemoryDelivery.CRASH;
import static io.shardline.shard.InMemoryDelivery.OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.failure.Backoff;
import io.shardline.failure.RetryPolicy;
import io.shardline.protocol.DataRecord;
import io.shardline.shard.InMemoryDelivery.Reaction;
import io.shardline.shard.policy.BatchLimits;
import io.shardline.shard.policy.BatchPolicies;
import io.shardline.shard.policy.CheckpointMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * AWS Lambda's documented rules for a Kinesis stream, as far as they apply here, each with its source and with what this
 * daemon does. The ranges of the settings are in {@code BatchReaderTest}.
 */
class LambdaRulesTest {
    /** AWS Lambda Developer Guide, "Using Lambda to process records from Amazon Kinesis Data Streams". */
    private static final String GUIDE = "docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html";
    /** The same, "Configuring partial batch response with Kinesis Data Streams and Lambda". */
    private static final String PARTIAL =
            "docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html";
    /** The same, "Retain discarded batch records for a Kinesis Data Streams event source in Lambda". */
    private static final String DISCARDED = "docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html";
    /** The same, "Lambda parameters for Amazon Kinesis Data Streams event source mappings". */
    private static final String PARAMETERS = "docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html";

    private static final BatchLimits AS_DELIVERED = BatchLimits.AS_DELIVERED;
    private static final Backoff NONE = new Backoff(Duration.ZERO, Duration.ZERO);
    private static final String EXHAUSTED = " RetryAttemptsExhausted after ";

    /** What happens with ten records that come in one delivery, and five that come after it. */
    record Rule(
            String rule,
            String source,
            BatchPolicies policies,
            List<DataRecord> shard,
            InMemoryDelivery.Processor processor,
            List<String> trace) {
        @Override
        public String toString() {
            return rule;
        }
    }

    static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        batching(rules);
        retries(rules);
        bisecting(rules);
        partial(rules);
        return rules;
    }

    /** A handler has no part in what was not invoked: {@code LambdaConnectorTest}. */
    static List<Rule> rulesOfInvocations() {
        return rules().stream()
                .filter(rule -> !rule.rule().equals("what was not invoked uses up no retry"))
                .toList();
    }

    private static void batching(List<Rule> rules) {
        rules.add(rule(
                "with a window of 0 a batch is what one read returned",
                PARAMETERS,
                policies(AS_DELIVERED, -1, false),
                always(OK),
                "1-10",
                "11-15"));
        rules.add(rule(
                "a batch has at most BatchSize records",
                PARAMETERS,
                policies(new BatchLimits(4, Long.MAX_VALUE, Duration.ZERO), -1, false),
                always(OK),
                "1-4",
                "5-8",
                "9-10",
                "11-14",
                "15"));
        rules.add(rule(
                "a batch is sent when its payload reaches the limit",
                PARAMETERS,
                policies(new BatchLimits(1000, 70, Duration.ofMinutes(5)), -1, false),
                always(OK),
                "1-7",
                "8-14"));
        rules.add(rule(
                "a batch is sent when its size is reached, before the window ends",
                PARAMETERS,
                policies(new BatchLimits(6, Long.MAX_VALUE, Duration.ofMinutes(5)), -1, false),
                always(OK),
                "1-6",
                "7-12"));
    }

    private static void retries(List<Rule> rules) {
        rules.add(rule(
                "by default a failed batch is retried as a whole until it succeeds, and nothing later comes before",
                GUIDE,
                policies(AS_DELIVERED, -1, false),
                failing(4, Reaction.reports("no")),
                "1-10",
                "1-10",
                "1-10",
                "1-10",
                "1-10",
                "11-15"));
        rules.add(rule(
                "what was not invoked uses up no retry",
                GUIDE,
                policies(AS_DELIVERED, 0, false),
                failing(3, new Reaction.Gone()),
                "1-10",
                "11-15"));
        rules.add(rule(
                "MaximumRetryAttempts N: 1 + N invocations, then it is discarded and the shard goes on",
                GUIDE,
                policies(AS_DELIVERED, 2, false),
                whenHolds(numbers -> numbers.contains(3), CRASH),
                "1-10",
                "1-10",
                "1-10",
                "1-10" + EXHAUSTED + 3,
                "11-15"));
        rules.add(rule(
                "MaximumRetryAttempts 0: no retry; a discarded batch goes to the destination",
                DISCARDED,
                policies(AS_DELIVERED, 0, false),
                whenHolds(numbers -> numbers.contains(3), Reaction.reports("no")),
                "1-10",
                "1-10" + EXHAUSTED + 1,
                "11-15"));
        rules.add(new Rule(
                "MaximumRecordAgeInSeconds: older records are not sent, and go to the destination",
                DISCARDED,
                new BatchPolicies(
                        AS_DELIVERED,
                        new RetryPolicy(-1, Optional.of(Duration.ofMinutes(1)), false, NONE),
                        false,
                        true,
                        new CheckpointMode.Processor(),
                        true),
                theFirstThreeOld(),
                always(OK),
                List.of("1-3 RecordAgeExceeded after 0", "4-10", "11-15")));
    }

    private static void bisecting(List<Rule> rules) {
        rules.add(rule(
                "BisectBatchOnFunctionError: halves, in order, down to one record; splitting uses up no retry, and"
                        + " later batches have their size again",
                GUIDE,
                policies(AS_DELIVERED, 1, true),
                whenHolds(numbers -> numbers.contains(4), Reaction.reports("no")),
                "1-10",
                "1-5",
                "1-3",
                "4-5",
                "4",
                "4",
                "4" + EXHAUSTED + 5,
                "5",
                "6-10",
                "11-15"));
        rules.add(rule(
                "an error splits in half also where failed items could be reported",
                PARTIAL,
                policies(AS_DELIVERED, 0, true),
                whenHolds(numbers -> numbers.size() == 10, Reaction.reports("no", "8")),
                "1-10",
                "1-5",
                "6-10",
                "11-15"));
        rules.add(rule(
                "with bisect a reported item splits the batch there, and only the rest is retried",
                PARTIAL,
                policies(AS_DELIVERED, 0, true),
                whenHolds(numbers -> numbers.get(0) == 1, Reaction.reports(null, "8")),
                "1-10",
                "8-10",
                "11-15"));
    }

    private static void partial(List<Rule> rules) {
        rules.add(rule(
                "of several failed items the lowest counts: from it on the batch is retried",
                PARTIAL,
                policies(AS_DELIVERED, -1, false),
                whenHolds(numbers -> numbers.get(0) == 1, Reaction.reports(null, "9", "4", "6")),
                "1-10",
                "4-10",
                "11-15"));
        rules.add(rule(
                "an empty list is a complete success",
                PARTIAL,
                policies(AS_DELIVERED, 0, false),
                always(Reaction.reports(null)),
                "1-10",
                "11-15"));
        rules.add(rule(
                "an item without an identifier is a complete failure",
                PARTIAL,
                policies(AS_DELIVERED, 0, false),
                whenHolds(numbers -> numbers.get(0) == 1, Reaction.reports(null, "9", null)),
                "1-10",
                "1-10" + EXHAUSTED + 1,
                "11-15"));
        rules.add(rule(
                "an empty identifier is a complete failure",
                PARTIAL,
                policies(AS_DELIVERED, 0, false),
                whenHolds(numbers -> numbers.get(0) == 1, Reaction.reports(null, "")),
                "1-10",
                "1-10" + EXHAUSTED + 1,
                "11-15"));
        rules.add(rule(
                "partial failures follow the same strategy of retries: a record that always fails reaches the limit",
                PARTIAL,
                policies(AS_DELIVERED, 2, false),
                whenHolds(numbers -> numbers.contains(4), Reaction.reports(null, "4")),
                "1-10",
                "4-10",
                "4-10",
                "4-10" + EXHAUSTED + 3,
                "11-15"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holds(Rule rule) {
        InMemoryDelivery trial = new InMemoryDelivery(rule.shard(), rule.policies(), rule.processor());

        trial.deliver(1, 10).deliver(11, 15);

        assertThat(trial.trace).as(rule.source()).isEqualTo(rule.trace());
    }

    /** The same with a runtime that asks the daemon over HTTP, and answers as the runtime API says. */
    @ParameterizedTest
    @MethodSource("rulesOfInvocations")
    void holdsThroughTheRuntimeApi(Rule rule) throws Exception {
        try (LambdaRuntimeThread runtime = new LambdaRuntimeThread(rule.processor())) {
            InMemoryDelivery delivery = new InMemoryDelivery(
                    rule.shard(), rule.policies(), rule.processor(), Optional.of(runtime.connector()));
            runtime.start(delivery.trace);

            delivery.deliver(1, 10).deliver(11, 15);

            assertThat(delivery.trace).as(rule.source()).isEqualTo(rule.trace());
        }
    }

    private static Rule rule(
            String rule, String source, BatchPolicies policies, InMemoryDelivery.Processor processor, String... trace) {
        return new Rule(rule, source, policies, InMemoryDelivery.records(15), processor, List.of(trace));
    }

    private static BatchPolicies policies(BatchLimits limits, int retries, boolean bisect) {
        RetryPolicy retry = new RetryPolicy(retries, Optional.empty(), bisect, NONE);
        // Checkpointed at once, so that a replay is not in the way.
        return new BatchPolicies(limits, retry, false, true, new CheckpointMode.Daemon(Duration.ZERO), true);
    }

    private static List<DataRecord> theFirstThreeOld() {
        List<DataRecord> shard = new ArrayList<>(InMemoryDelivery.records(15));
        for (int i = 1; i <= 3; i++) {
            shard.set(i - 1, InMemoryDelivery.record(i, System.currentTimeMillis() - 61_000));
        }
        return shard;
    }

    private static InMemoryDelivery.Processor always(Reaction reaction) {
        return whenHolds(numbers -> true, reaction);
    }

    private static InMemoryDelivery.Processor whenHolds(Predicate<List<Integer>> batch, Reaction reaction) {
        return (numbers, attempt, checkpoints) -> batch.test(numbers) ? reaction : OK;
    }

    private static InMemoryDelivery.Processor failing(int times, Reaction reaction) {
        int[] left = {times};
        return (numbers, attempt, checkpoints) -> left[0]-- > 0 ? reaction : OK;
    }
}
