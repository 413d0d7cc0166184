package io.shardline.benchmarks.starts;

import io.shardline.benchmarks.lab.Progress;
import io.shardline.benchmarks.report.Figure;
import io.shardline.benchmarks.report.Variant;
import java.time.Duration;
import java.time.Instant;

/** A time as figures have it. */
record Seconds(double value) {
    private static final double MILLIS = 1e3;

    static Seconds between(Instant from, Instant to) {
        return new Seconds(Duration.between(from, to).toMillis() / MILLIS);
    }

    /** Trials of one figure run beside each other. */
    void addTo(Figure figure, Variant variant) {
        Progress.say("%s, %s: %.1f s".formatted(variant.label(), figure.name(), value));
        synchronized (figure) {
            figure.add(variant, value);
        }
    }
}
