package io.shardline.observe;

import io.shardline.stream.ShardRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The last minutes of every shard, for small charts: a ring buffer of samples for each. Written by one thread, read by any.
 */
public final class History {
    /** The value of an unknown sample. */
    public static final double UNKNOWN = -1;

    private final ProcessMonitor monitor;
    private final int length;
    private final Duration interval;
    private Map<ShardRef, Ring> rings = Map.of();

    /**
     * The samples of one shard, oldest first.
     *
     * @param lag milliseconds behind the latest record
     * @param rate records per second
     */
    public record Series(List<Double> lag, List<Double> rate) {}

    /**
     * Creates an empty history.
     *
     * @param length the number of samples to keep
     * @param interval how often {@link #sample} is called
     */
    public History(ProcessMonitor monitor, int length, Duration interval) {
        this.monitor = monitor;
        this.length = length;
        this.interval = interval;
    }

    /** {@return the time between two samples} */
    public Duration interval() {
        return interval;
    }

    /** Takes a sample of every shard and removes shards that are no longer leased. */
    public synchronized void sample() {
        Map<ShardRef, Ring> next = new TreeMap<>();
        for (ShardStatus shard : monitor.shards()) {
            Ring ring = rings.getOrDefault(shard.shard(), new Ring(length));
            ring.add(shard, interval);
            next.put(shard.shard(), ring);
        }
        rings = next;
    }

    /** {@return the samples of every shard} */
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
            // The count starts from 0 with each lease.
            long added = records < 0 || shard.records() < records ? 0 : shard.records() - records;
            rate[slot] = added * 1000.0 / interval.toMillis();
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
