package io.shardline.failure;

import static io.shardline.failure.RetryPolicy.UNLIMITED_ATTEMPTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.failure.RetryPolicy.Decision;
import io.shardline.failure.RetryPolicy.Decision.Discard;
import io.shardline.failure.RetryPolicy.Decision.Retry;
import io.shardline.failure.RetryPolicy.Decision.Split;
import io.shardline.failure.RetryPolicy.FailureKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One decision each. {@link LambdaRulesTest} holds what follows from several. */
class RetryPolicyTest {
    private static final Decision EXHAUSTED = new Discard(DiscardCondition.RETRY_ATTEMPTS_EXHAUSTED);

    record Case(String rule, RetryPolicy policy, int records, int failuresBefore, FailureKind kind, Decision decision) {
        @Override
        public String toString() {
            return rule;
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case(
                        "no limit: for ever",
                        policy(UNLIMITED_ATTEMPTS, false),
                        3,
                        9999,
                        FailureKind.PROCESSOR_FAILED,
                        retry(10_000, 30_000)),
                new Case(
                        "a dead one is replaced at once",
                        policy(2, false),
                        3,
                        0,
                        FailureKind.PROCESSOR_FAILED,
                        retry(1, 0)),
                new Case("then after 100 ms", policy(2, false), 3, 1, FailureKind.PROCESSOR_FAILED, retry(2, 100)),
                new Case("a living one has 100 ms", policy(2, false), 3, 0, FailureKind.REPORTED, retry(1, 100)),
                new Case("which double", policy(2, false), 3, 1, FailureKind.REPORTED, retry(2, 200)),
                new Case("N retries and no more", policy(2, false), 3, 2, FailureKind.REPORTED, EXHAUSTED),
                new Case("0 retries", policy(0, false), 3, 0, FailureKind.PROCESSOR_FAILED, EXHAUSTED),
                new Case(
                        "a half is not smaller",
                        policy(0, true),
                        5,
                        0,
                        FailureKind.PROCESSOR_FAILED,
                        new Split(3, millis(100))),
                new Case("two are split", policy(0, true), 2, 7, FailureKind.REPORTED, new Split(1, millis(100))),
                new Case("one is not", policy(0, true), 1, 0, FailureKind.PROCESSOR_FAILED, EXHAUSTED),
                new Case("one is tried again", policy(1, true), 1, 0, FailureKind.PROCESSOR_FAILED, retry(1, 0)),
                new Case("the rest counts", policy(2, false), 3, 1, FailureKind.REPORTED_PARTLY, retry(2, 200)),
                new Case("the rest is a split", policy(0, true), 3, 0, FailureKind.REPORTED_PARTLY, retry(0, 100)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decides(Case one) {
        assertThat(one.policy().afterFailure(one.records(), one.failuresBefore(), one.kind(), 0))
                .isEqualTo(one.decision());
    }

    @Test
    void knowsWhatIsTooOld() {
        RetryPolicy policy =
                new RetryPolicy(UNLIMITED_ATTEMPTS, Optional.of(Duration.ofSeconds(60)), false, Backoff.DEFAULT);

        assertThat(policy.isTooOld(millis(59_999))).isFalse();
        assertThat(policy.isTooOld(millis(60_000))).isTrue();
        assertThat(RetryPolicy.UNLIMITED.isTooOld(Duration.ofDays(365))).isFalse();
    }

    private static RetryPolicy policy(int retries, boolean bisect) {
        return new RetryPolicy(retries, Optional.empty(), bisect, Backoff.DEFAULT);
    }

    private static Decision retry(int failures, long millis) {
        return new Retry(failures, millis(millis));
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
