package io.shardline.benchmarks.lab;

import io.shardline.benchmarks.BenchmarkException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Bounded waits that end early, with its last words, when the process that is waited for dies. */
public final class Waiting {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private Waiting() {}

    /** Looks again and again until there is a value. */
    public static <T> T until(String what, Duration atMost, MeasuredProcess process, Supplier<Optional<T>> look) {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            boolean alive = process.isAlive();
            Optional<T> value = look.get();
            if (value.isPresent()) {
                return value.get();
            }
            if (!alive) {
                throw new BenchmarkException("waited for " + what + process.describeEnd());
            }
            if (System.nanoTime() > end) {
                throw new BenchmarkException(
                        "no " + what + " within " + atMost.toSeconds() + " s" + process.describeEnd());
            }
            pause(BETWEEN_LOOKS);
        }
    }

    /** Lets time pass. */
    public static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }
}
