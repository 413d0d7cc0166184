package io.shardline.concurrent;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A time on the monotonic clock by which something must have happened, or no such time. Changes of the wall clock do not
 * affect it.
 *
 * @param nanoTime the time in nanoseconds of {@link System#nanoTime()}; meaningless if {@code bounded} is false
 * @param bounded whether there is such a time
 */
public record Deadline(long nanoTime, boolean bounded) {
    private static final Deadline NONE = new Deadline(0, false);

    /** {@return the deadline after this duration} */
    public static Deadline after(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos(), true);
    }

    /** {@return a deadline that never expires} */
    public static Deadline none() {
        return NONE;
    }

    /** {@return the earlier of the two} */
    public Deadline earlierOf(Deadline other) {
        if (!bounded) {
            return other;
        }
        return !other.bounded || nanoTime - other.nanoTime <= 0 ? this : other;
    }

    /** {@return whether the time has passed} */
    public boolean expired() {
        return bounded && System.nanoTime() - nanoTime >= 0;
    }

    /** {@return the nanoseconds left, at least 0 and at most {@code max}} */
    public long remainingNanos(Duration max) {
        long limit = max.toNanos();
        return bounded ? Math.max(0, Math.min(limit, nanoTime - System.nanoTime())) : limit;
    }

    /** {@return the time left, never negative; at most {@code max}} */
    public Duration remaining(Duration max) {
        return Duration.of(remainingNanos(max), TimeUnit.NANOSECONDS.toChronoUnit());
    }
}
