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
 * Which meters carry a shard's label. Gauges are there while the shard is held. Counters go on when it comes back, and
 * are forgotten some time after it went: otherwise each reshard would add meters for good. Guarded by its owner.
 */
final class ShardMeters {
    /** Longer than anybody waits between two looks at the meters. */
    static final Duration KEPT = Duration.ofHours(1);

    private static final String STREAM = "stream";
    private static final String SHARD = "shard";

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<ShardRef, List<Meter>> gauges = new HashMap<>();
    private final Map<ShardRef, Instant> gone = new HashMap<>();

    ShardMeters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** {@return the labels of all meters of the shard} */
    static Tags tags(ShardRef shard) {
        return Tags.of(STREAM, shard.stream(), SHARD, shard.shardId());
    }

    /**
     * A session begins, perhaps before the last one of the shard has ended.
     *
     * @param held the session of a shard, or null
     */
    void begin(ShardRef shard, Function<ShardRef, ShardMonitor> held) {
        gone.remove(shard);
        forgetThoseLongGone();
        gauges.computeIfAbsent(
                shard,
                id -> List.of(
                        gauge(
                                "shardline.millis.behind.latest",
                                "How far behind the tip, in milliseconds: grows while a batch is not answered",
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

    /** The shard is not held any more. */
    void end(ShardRef shard) {
        gauges.remove(shard).forEach(registry::remove);
        gone.put(shard, clock.instant());
        forgetThoseLongGone();
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
        return shard.shardId().equals(meter.getTag(SHARD)) && shard.stream().equals(meter.getTag(STREAM));
    }

    private void forgetThoseLongGone() {
        Instant limit = clock.instant().minus(KEPT);
        Set<ShardRef> old = new HashSet<>();
        gone.forEach((shard, at) -> {
            if (at.isBefore(limit)) {
                old.add(shard);
            }
        });
        if (old.isEmpty()) {
            return;
        }
        gone.keySet().removeAll(old);
        registry.getMeters().stream()
                .filter(meter -> old.stream().anyMatch(shard -> isOf(shard, meter.getId())))
                .forEach(registry::remove);
    }
}
