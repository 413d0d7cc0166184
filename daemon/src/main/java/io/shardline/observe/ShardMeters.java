package io.shardline.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.shardline.stream.ShardRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The life cycle of the meters of shards. Gauges exist while the shard is leased. Counters continue when it is leased again,
 * and are removed some time after its release, because otherwise each reshard would add meters for ever. The owner must
 * synchronize calls.
 */
final class ShardMeters {
    /** Longer than any interval at which meters are collected. */
    static final Duration RETENTION = Duration.ofHours(1);

    private static final String APPLICATION = "application";
    private static final String STREAM = "stream";
    private static final String SHARD = "shard";

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<ShardRef, List<Meter>> gauges = new HashMap<>();
    private final Map<ShardRef, Instant> released = new HashMap<>();

    ShardMeters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** {@return the labels of all meters of the shard} */
    static Tags tags(ShardRef shard) {
        return Tags.of(APPLICATION, shard.application(), STREAM, shard.stream(), SHARD, shard.shardId());
    }

    /**
     * Reports that a session begins, perhaps before the previous one of the shard has ended.
     *
     * @param held returns the session of a shard, or null
     */
    void begin(ShardRef shard, Function<ShardRef, ShardMonitor> held) {
        released.remove(shard);
        removeExpired();
        gauges.computeIfAbsent(
                shard,
                id -> List.of(
                        gauge(
                                "shardline.millis.behind.latest",
                                "Lag in milliseconds; grows while a batch is being processed",
                                id,
                                held,
                                ShardMonitor::lag),
                        gauge(
                                "shardline.checkpoint.age.seconds",
                                "Seconds since the last durable checkpoint of this lease",
                                id,
                                held,
                                ShardMonitor::checkpointAge)));
    }

    /** Reports that the shard is no longer leased. */
    void end(ShardRef shard) {
        gauges.remove(shard).forEach(registry::remove);
        released.put(shard, clock.instant());
        removeExpired();
    }

    private Gauge gauge(
            String name,
            String description,
            ShardRef shard,
            Function<ShardRef, ShardMonitor> held,
            ToDoubleFunction<ShardMonitor> value) {
        return Gauge.builder(name, () -> {
                    ShardMonitor monitor = held.apply(shard);
                    return monitor == null ? Double.NaN : value.applyAsDouble(monitor);
                })
                .description(description)
                .tags(tags(shard))
                .register(registry);
    }

    private static boolean isOf(ShardRef shard, Meter.Id meter) {
        return shard.shardId().equals(meter.getTag(SHARD))
                && shard.stream().equals(meter.getTag(STREAM))
                && shard.application().equals(meter.getTag(APPLICATION));
    }

    private void removeExpired() {
        Instant limit = clock.instant().minus(RETENTION);
        Set<ShardRef> old = new HashSet<>();
        released.forEach((shard, at) -> {
            if (at.isBefore(limit)) {
                old.add(shard);
            }
        });
        if (old.isEmpty()) {
            return;
        }
        released.keySet().removeAll(old);
        registry.getMeters().stream()
                .filter(meter -> old.stream().anyMatch(shard -> isOf(shard, meter.getId())))
                .forEach(registry::remove);
    }
}
