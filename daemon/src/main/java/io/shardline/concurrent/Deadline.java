package io.shardline.concurrent;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A moment on the monotonic clock by which something must have happened, or never. A jump of the wall clock does not
 * move it.
 *
 * @param nanoTime the moment as {@link System#nanoTime()} counts; meaningless where {@code bounded} is false
 * @param bounded whether there is such a moment at all
 */
public record Deadline(long nanoTime, boolean bounded) {
    private static final Deadline NONE = new Deadline(0, false);

    /** {@return the moment that is this far away} */
    public static Deadline after(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos(), true);
    }

    /** {@return a deadline that never comes} */
    public static Deadline none() {
        return NONE;
    }

    /** {@return the earlier one of the two} */
    public Deadline earlierOf(Deadline other) {
        if (!bounded) {
            return other;
        }
        return !other.bounded || nanoTime - other.nanoTime <= 0 ? this : other;
    }

    /** {@return whether the moment has passed} */
    public boolean expired() {
        return bounded && System.nanoTime() - nanoTime >= 0;
    }

    /** {@return the nanoseconds left, at least 0 and at most {@code most}} */
    public long remainingNanos(Duration most) {
        long limit = most.toNanos();
        return bounded ? Math.max(0, Math.min(limit, nanoTime - System.nanoTime())) : limit;
    }

    /** {@return the time left, never negative; {@code most} where there is no deadline} */
    public Duration remaining(Duration most) {
        return Duration.of(remainingNanos(most), TimeUnit.NANOSECONDS.toChronoUnit());
    }
}
