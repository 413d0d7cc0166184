package io.shardline.failure;

import java.time.Duration;

/**
 * Exponential back-off: no pause before the first retry, then {@code first}, doubled each time up to {@code max}. Each pause
 * is shortened at random by up to a quarter, so that many shards do not retry in step.
 *
 * @param first the pause before the second retry
 * @param max the longest pause
 */
public record Backoff(Duration first, Duration max) {
    /** For restarts and retries: immediately, then from 100 ms to 30 s. */
    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));

    private static final int MAX_DOUBLINGS = 30;
    private static final double MAX_JITTER = 0.25;

    /**
     * Computes the pause before a retry.
     *
     * @param consecutiveFailures 1 after the first failure
     * @param random a number from 0 (inclusive) to 1 (exclusive)
     * @return how long to wait
     */
    public Duration pause(int consecutiveFailures, double random) {
        if (consecutiveFailures <= 1) {
            return Duration.ZERO;
        }
        long doubled = first.toMillis() << Math.min(consecutiveFailures - 2, MAX_DOUBLINGS);
        long full = Math.min(doubled, max.toMillis());
        return Duration.ofMillis(Math.round(full * (1 - MAX_JITTER * random)));
    }
}
