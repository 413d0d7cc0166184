package io.shardline.failure;

import java.time.Duration;

/**
 * Pauses that double: none before the first try, then {@code first}, up to {@code longest}; each shortened by up to a
 * quarter at random, so that many shards do not come back in step.
 *
 * @param first the pause before the second try
 * @param longest the longest pause
 */
public record Backoff(Duration first, Duration longest) {
    /** For replacing children: at once, then from 100 ms to 30 s. */
    public static final Backoff OF_RESTARTS = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));

    private static final int MAX_DOUBLINGS = 30;
    private static final double JITTER = 0.25;

    /**
     * Computes a pause.
     *
     * @param failuresInARow 1 after the first failure
     * @param random a number from 0 (inclusive) to 1 (exclusive)
     * @return how long to wait
     */
    public Duration pause(int failuresInARow, double random) {
        if (failuresInARow <= 1) {
            return Duration.ZERO;
        }
        long doubled = first.toMillis() << Math.min(failuresInARow - 2, MAX_DOUBLINGS);
        long full = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(Math.round(full * (1 - JITTER * random)));
    }
}
