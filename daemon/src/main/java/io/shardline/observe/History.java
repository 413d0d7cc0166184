package io.shardline.observe;

import io.shardline.stream.ShardRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The last minutes of every shard, for small charts: a ring of samples each. Written by one thread, read by any.
 */
public final class History {
    /** What stands for a sample that is not known. */
    public static final double UNKNOWN = -1;

    private final DaemonMonitor monitor;
    private final int length;
    private final Duration interval;
    private Map<ShardRef, Ring> rings = Map.of();

    /**
     * One shard, oldest sample first.
     *
     * @param lag milliseconds behind the tip
     * @param rate records a second
     */
    public record Series(List<Double> lag, List<Double> rate) {}

    /**
     * Makes an empty history.
     *
     * @param length how many samples are kept
     * @param interval how often {@link #sample} is called
     */
    public History(DaemonMonitor monitor, int length, Duration interval) {
        this.monitor = monitor;
        this.length = length;
        this.interval = interval;
    }

    /** {@return the time between two samples} */
    public Duration interval() {
        return interval;
    }

    /** Takes a sample of every shard and forgets shards that are not held any more. */
    public synchronized void sample() {
        Map<ShardRef, Ring> next = new TreeMap<>();
        for (ShardStatus shard : monitor.shards()) {
            Ring ring = rings.getOrDefault(shard.shard(), new Ring(length));
            ring.add(shard, interval);
            next.put(shard.shard(), ring);
        }
        rings = next;
    }

    /** {@return every shard's samples by its id} */
    public synchronized Map<ShardRef, Series> series() {
        Map<ShardRef, Series> series = new TreeMap<>();
        rings.forEach((shard, ring) -> series.put(shard, ring.series()));
        return series;
    }

    private static final class Ring {
        private final double[] lag;
        private final double[] rate;
        private int count;
        private long records = -1;

        Ring(int length) {
            lag = new double[length];
            rate = new double[length];
        }

        void add(ShardStatus shard, Duration interval) {
            int slot = count % lag.length;
            lag[slot] = shard.millisBehindLatest() < 0 ? UNKNOWN : shard.millisBehindLatest();
            // The count begins anew with each lease.
            long fresh = records < 0 || shard.records() < records ? 0 : shard.records() - records;
            rate[slot] = fresh * 1000.0 / interval.toMillis();
            records = shard.records();
            count++;
        }

        Series series() {
            return new Series(ordered(lag), ordered(rate));
        }

        private List<Double> ordered(double[] ring) {
            int size = Math.min(count, ring.length);
            return IntStream.range(count - size, count)
                    .mapToObj(sample -> ring[sample % ring.length])
                    .toList();
        }
    }
}
