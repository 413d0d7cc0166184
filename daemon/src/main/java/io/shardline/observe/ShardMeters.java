package io.shardline.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
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

    private static final String SHARD = "shard";

    private final MeterRegistry registry;
    private final String stream;
    private final Clock clock;
    private final Map<String, List<Meter>> gauges = new HashMap<>();
    private final Map<String, Instant> gone = new HashMap<>();

    ShardMeters(MeterRegistry registry, String stream, Clock clock) {
        this.registry = registry;
        this.stream = stream;
        this.clock = clock;
    }

    /** {@return the labels of all meters of the shard} */
    static Tags tags(String stream, String shardId) {
        return Tags.of("stream", stream, SHARD, shardId);
    }

    /**
     * A session begins, perhaps before the last one of the shard has ended.
     *
     * @param held the session of a shard, or null
     */
    void begin(String shardId, Function<String, ShardMonitor> held) {
        gone.remove(shardId);
        forgetThoseLongGone();
        gauges.computeIfAbsent(
                shardId,
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
    void end(String shardId) {
        gauges.remove(shardId).forEach(registry::remove);
        gone.put(shardId, clock.instant());
        forgetThoseLongGone();
    }

    private Gauge gauge(
            String name,
            String description,
            String shardId,
            Function<String, ShardMonitor> held,
            ToDoubleFunction<ShardMonitor> value) {
        return Gauge.builder(name, () -> {
                    ShardMonitor monitor = held.apply(shardId);
                    return monitor == null ? Double.NaN : value.applyAsDouble(monitor);
                })
                .description(description)
                .tags(tags(stream, shardId))
                .register(registry);
    }

    private void forgetThoseLongGone() {
        Instant limit = clock.instant().minus(KEPT);
        Set<String> old = new HashSet<>();
        gone.forEach((shardId, at) -> {
            if (at.isBefore(limit)) {
                old.add(shardId);
            }
        });
        if (old.isEmpty()) {
            return;
        }
        gone.keySet().removeAll(old);
        registry.getMeters().stream()
                .filter(meter -> old.contains(meter.getId().getTag(SHARD)))
                .forEach(registry::remove);
    }
}
