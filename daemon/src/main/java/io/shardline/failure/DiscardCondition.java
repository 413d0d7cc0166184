package io.shardline.failure;

/** Why records were given up. */
public enum DiscardCondition {
    /** Every attempt that {@code maximumRetryAttempts} allows has failed. */
    RETRY_ATTEMPTS_EXHAUSTED("RetryAttemptsExhausted"),
    /** They are older than {@code maximumRecordAgeSeconds}. */
    RECORD_AGE_EXCEEDED("RecordAgeExceeded");

    private final String text;

    DiscardCondition(String text) {
        this.text = text;
    }

    /** {@return the name that AWS Lambda's failure records and the label values of metrics have} */
    public String text() {
        return text;
    }
}
