package io.shardline.check;

import java.util.Arrays;
import java.util.List;

/**
 * How fast the processor is. 0 where nothing was measured.
 *
 * @param startUpMillis from the start of the process to its first status
 * @param medianMillis the round trip of a batch of one record
 * @param p99Millis the same, the 99th percentile
 * @param batches how many of these round trips were measured
 * @param recordsPerSecond in batches of a thousand
 */
public record Timings(
        double startUpMillis, double medianMillis, double p99Millis, int batches, double recordsPerSecond) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    static Timings of(long startUpNanos, List<Long> roundTrips, long records, long recordNanos) {
        long[] sorted = roundTrips.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return new Timings(
                startUpNanos / NANOS_PER_MILLI,
                quantile(sorted, 0.5),
                quantile(sorted, 0.99),
                sorted.length,
                recordNanos == 0 ? 0 : records * NANOS_PER_SECOND / recordNanos);
    }

    private static double quantile(long[] sorted, double q) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(q * sorted.length) - 1] / NANOS_PER_MILLI;
    }
}
