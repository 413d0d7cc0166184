package io.shardline.failure;

import java.time.Duration;
import java.util.Optional;

/**
 * Decides what follows a failed batch, by the rules of AWS Lambda's event source mappings for Kinesis. Where AWS documents no
 * rule, the comments of the methods say what applies.
 *
 * @param maximumRetryAttempts the number of retries before records are discarded, so N means 1 + N deliveries;
 *     {@link #UNLIMITED_ATTEMPTS} for no limit
 * @param maximumRecordAge older records are not delivered and not retried; empty for no limit
 * @param bisect whether a failed batch of more than one record is split in two
 * @param backoff the pauses before retries
 */
public record RetryPolicy(
        int maximumRetryAttempts, Optional<Duration> maximumRecordAge, boolean bisect, Backoff backoff) {
    /** The value of {@code maximumRetryAttempts} for no limit. */
    public static final int UNLIMITED_ATTEMPTS = -1;

    /** The default: the same batch is retried without limit. */
    public static final RetryPolicy UNLIMITED =
            new RetryPolicy(UNLIMITED_ATTEMPTS, Optional.empty(), false, Backoff.DEFAULT);

    /** What to do with the records of a failed batch. */
    public sealed interface Decision {
        /**
         * Deliver the same records again after this pause.
         *
         * @param failures the number of deliveries that count against the limit so far
         */
        record Retry(int failures, Duration pause) implements Decision {}

        /**
         * Deliver the records in two halves after this pause, each with a new count of failures.
         *
         * @param firstHalf the number of records in the first half, which is at least as long as the second
         */
        record Split(int firstHalf, Duration pause) implements Decision {}

        /** Do not deliver these records again. */
        record Discard(DiscardCondition condition) implements Decision {}
    }

    /** How a delivery failed. */
    public enum FailureKind {
        /** The processor is gone: the first retry waits only for a new one. */
        PROCESSOR_FAILED,
        /** The processor runs and reports that the records failed. */
        REPORTED,
        /** The processor runs and reports from which record on the records failed. */
        REPORTED_PARTLY
    }

    /**
     * Decides what follows a failed delivery.
     *
     * @param records the number of failed records
     * @param failuresBefore the number of earlier deliveries that count against the limit
     * @param random a number from 0 (inclusive) to 1 (exclusive), for the jitter
     */
    public Decision afterFailure(int records, int failuresBefore, FailureKind kind, double random) {
        if (bisect && kind == FailureKind.REPORTED_PARTLY) {
            // The processor has split the batch at the record that it reports. A split does not use up an attempt.
            return new Decision.Retry(0, backoff.pause(2, random));
        }
        if (bisect && records > 1) {
            return new Decision.Split((records + 1) / 2, backoff.pause(2, random));
        }
        int failures = failuresBefore + 1;
        if (maximumRetryAttempts != UNLIMITED_ATTEMPTS && failures > maximumRetryAttempts) {
            return new Decision.Discard(DiscardCondition.RETRY_ATTEMPTS_EXHAUSTED);
        }
        return new Decision.Retry(
                failures, backoff.pause(kind == FailureKind.PROCESSOR_FAILED ? failures : failures + 1, random));
    }

    /** {@return whether a record of this age must be discarded instead of delivered} */
    public boolean isTooOld(Duration age) {
        return maximumRecordAge.isPresent() && age.compareTo(maximumRecordAge.get()) >= 0;
    }
}
