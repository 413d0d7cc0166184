package io.shardline.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.failure.FailedRanges.DiscardedRange;
import io.shardline.failure.FailedRanges.Failed;
import io.shardline.failure.FailedRanges.RetryGroup;
import io.shardline.failure.FailedRanges.Step;
import io.shardline.failure.FailedRanges.Untried;
import io.shardline.failure.RetryPolicy.Decision;
import io.shardline.failure.RetryPolicy.FailureKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is remembered of failures, whatever the portions in which the records come again. */
class FailedRangesTest {
    private static final FailedRanges<Integer> TWO_RETRIES =
            FailedRanges.of(new RetryPolicy(2, Optional.empty(), false, Backoff.DEFAULT));
    private static final FailedRanges<Integer> BISECT =
            FailedRanges.of(new RetryPolicy(0, Optional.empty(), true, Backoff.DEFAULT));

    @Test
    void knowsNothingOfRecordsThatNeverFailed() {
        assertThat(TWO_RETRIES.at(7)).isEqualTo(new Untried<>(null));
        assertThat(TWO_RETRIES.failuresAt(7)).isZero();
    }

    @Test
    void keepsAFailedBatchTogether() {
        FailedRanges<Integer> plan = failed(TWO_RETRIES, 11, 20);

        assertThat(plan.at(5)).isEqualTo(new Untried<>(11));
        assertThat(plan.at(11)).isEqualTo(new RetryGroup<>(11, 20, 1, 1));
        assertThat(plan.at(20)).isEqualTo(new RetryGroup<>(11, 20, 1, 1));
        assertThat(plan.at(21)).isEqualTo(new Untried<>(null));
    }

    @Test
    void countsWhateverElseSucceedsBetweenTheFailures() {
        FailedRanges<Integer> plan = failed(failed(TWO_RETRIES, 11, 20).markDone(10), 11, 20);

        assertThat(plan.at(11)).isEqualTo(new RetryGroup<>(11, 20, 2, 2));
        assertThat(step(plan, 11, 20).decision())
                .isEqualTo(new Decision.Discard(DiscardCondition.RETRY_ATTEMPTS_EXHAUSTED));
    }

    @Test
    void forgetsTheCountOfWhatIsDone() {
        assertThat(failed(TWO_RETRIES, 11, 20).markDone(20)).isEqualTo(TWO_RETRIES);
    }

    @Test
    void isolatesOneRecordInLogarithmicallyManySteps() {
        int poison = 7777;
        FailedRanges<Integer> plan = failed(BISECT, 1, 10_000);
        int steps = 1;
        int from = 1;
        while (plan.at(from) instanceof RetryGroup<Integer> piece && piece.first() < piece.last()) {
            if (piece.last() < poison) {
                from = piece.last() + 1;
            } else {
                plan = failed(plan, piece.first(), piece.last());
                steps++;
            }
        }
        assertThat(from).isEqualTo(poison);
        assertThat(steps).isEqualTo(13);
        assertThat(step(plan, poison, poison).deliveries()).isEqualTo(14);
    }

    @Test
    void skipsWhatWasDiscardedUntilACheckpointIsPastIt() {
        FailedRanges<Integer> plan = failed(TWO_RETRIES, 11, 20).discard(10, 11, 20);

        assertThat(plan.groups()).isEmpty();
        assertThat(plan.at(15)).isEqualTo(new DiscardedRange<>(11, 20));
        assertThat(plan.at(1)).isEqualTo(new Untried<>(11));
        assertThat(plan.markDurable(19).at(15)).isEqualTo(new DiscardedRange<>(11, 20));
        assertThat(plan.markDurable(20).discarded()).isEmpty();
    }

    @Test
    void joinsRangesThatFollowEachOther() {
        FailedRanges<Integer> plan = TWO_RETRIES
                .discard(null, 1, 10)
                .discard(10, 11, 20)
                .discard(25, 26, 30)
                .discard(30, 31, 31);

        assertThat(plan.discarded()).containsExactly(new DiscardedRange<>(1, 20), new DiscardedRange<>(26, 31));
    }

    @Test
    void keepsTheCountOfTheRestWhenTheFrontWasTooOld() {
        FailedRanges<Integer> plan = failed(TWO_RETRIES, 11, 20).discard(10, 11, 13);

        assertThat(plan.at(13)).isEqualTo(new DiscardedRange<>(11, 13));
        assertThat(plan.failuresAt(14)).isEqualTo(1);
        assertThat(failed(plan, 14, 20).at(14)).isEqualTo(new RetryGroup<>(14, 20, 2, 2));
    }

    @Test
    void leavesTheDoneFrontOfABatchOut() {
        Step<Integer> step = TWO_RETRIES.afterFailure(new Failed<>(numbers(1, 10), 4, FailureKind.REPORTED_PARTLY), 0);

        assertThat(step.plan().groups()).containsExactly(new RetryGroup<>(5, 10, 1, 1));
    }

    private static FailedRanges<Integer> failed(FailedRanges<Integer> plan, int first, int last) {
        return step(plan, first, last).plan();
    }

    private static Step<Integer> step(FailedRanges<Integer> plan, int first, int last) {
        return plan.afterFailure(new Failed<>(numbers(first, last), 0, FailureKind.PROCESSOR_FAILED), 0);
    }

    private static List<Integer> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }
}
