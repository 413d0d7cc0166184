package io.shardline.failure;

/** Why records were discarded. */
public enum DiscardCondition {
    /** The retries that {@code maximumRetryAttempts} allows have failed. */
    RETRY_ATTEMPTS_EXHAUSTED("RetryAttemptsExhausted"),
    /** They are older than {@code maximumRecordAgeSeconds}. */
    RECORD_AGE_EXCEEDED("RecordAgeExceeded");

    private final String text;

    DiscardCondition(String text) {
        this.text = text;
    }

    /** {@return the name in AWS Lambda's failure records and in the labels of metrics} */
    public String text() {
        return text;
    }
}
