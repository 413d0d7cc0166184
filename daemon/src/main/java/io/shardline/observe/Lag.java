package io.shardline.observe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How far a shard's processor is behind the latest record, in milliseconds. The owner must synchronize calls. */
final class Lag {
    static final long UNKNOWN = -1;

    private final Clock clock;
    private long reported = UNKNOWN;
    private Instant reportedAt;

    Lag(Clock clock) {
        this.clock = clock;
        this.reportedAt = clock.instant();
    }

    /**
     * Kinesis has reported the lag of records.
     *
     * @param millisBehindLatest null if it is not known
     */
    void reported(Long millisBehindLatest) {
        reported = millisBehindLatest == null ? UNKNOWN : millisBehindLatest;
        reportedAt = clock.instant();
    }

    /** {@return the last lag, plus the time since then while these records are worked on} */
    long now(boolean working) {
        return reported == UNKNOWN || !working
                ? reported
                : reported
                        + Math.max(
                                0, Duration.between(reportedAt, clock.instant()).toMillis());
    }
}
