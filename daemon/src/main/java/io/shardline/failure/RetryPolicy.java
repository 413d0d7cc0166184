package io.shardline.failure;

import java.time.Duration;
import java.util.Optional;

/**
 * Decides what follows a failed batch. The rules are those of AWS Lambda's event source mappings for Kinesis; where AWS
 * says nothing, what is written at each method.
 *
 * @param maximumRetryAttempts after so many failed retries the records are given up, so N means 1 + N deliveries;
 *     {@link #FOR_EVER} for no limit
 * @param maximumRecordAge records that Kinesis has had for so long are not delivered (again); empty for no limit
 * @param bisect whether a failed batch of more than one record is split in two
 * @param backoff the pauses before retries
 */
public record RetryPolicy(
        int maximumRetryAttempts, Optional<Duration> maximumRecordAge, boolean bisect, Backoff backoff) {
    /** No limit to the retries. */
    public static final int FOR_EVER = -1;

    /** What holds when the user wants nothing else: the same batch for ever, in order. */
    public static final RetryPolicy ENDLESS = new RetryPolicy(FOR_EVER, Optional.empty(), false, Backoff.OF_RESTARTS);

    /** What to do. */
    public sealed interface Decision {
        /**
         * Deliver the same records again after this pause.
         *
         * @param failures how many deliveries count against the limit so far
         */
        record Retry(int failures, Duration pause) implements Decision {}

        /**
         * Deliver so many records first, then the others, each with a fresh count, after this pause.
         *
         * @param firstHalf how many records the first half has, at least as many as the second
         */
        record Split(int firstHalf, Duration pause) implements Decision {}

        /** Do not deliver these records again. */
        record Discard(DiscardCondition condition) implements Decision {}
    }

    /** How a delivery failed. */
    public enum FailureKind {
        /** The processor is gone: the first retry waits for nothing but a new one. */
        DIED,
        /** It lives, and says that the records are not done. */
        REPORTED,
        /** It lives, and says that it is done with some of the records, but not with the ones from here on. */
        REPORTED_REST
    }

    /**
     * Decides what follows a failure.
     *
     * @param records how many records are not done
     * @param failuresBefore how many deliveries counted against the limit before this one
     * @param random a number from 0 (inclusive) to 1 (exclusive), for the jitter
     */
    public Decision afterFailure(int records, int failuresBefore, FailureKind manner, double random) {
        if (bisect && manner == FailureKind.REPORTED_REST) {
            // The processor has split the batch itself, where it says; splitting uses up no attempt.
            return new Decision.Retry(0, backoff.pause(2, random));
        }
        if (bisect && records > 1) {
            return new Decision.Split((records + 1) / 2, backoff.pause(2, random));
        }
        int failures = failuresBefore + 1;
        if (maximumRetryAttempts != FOR_EVER && failures > maximumRetryAttempts) {
            return new Decision.Discard(DiscardCondition.RETRY_ATTEMPTS_EXHAUSTED);
        }
        return new Decision.Retry(
                failures, backoff.pause(manner == FailureKind.DIED ? failures : failures + 1, random));
    }

    /** {@return whether a record of this age is not to be delivered (again)} */
    public boolean isTooOld(Duration age) {
        return maximumRecordAge.isPresent() && age.compareTo(maximumRecordAge.get()) >= 0;
    }
}
