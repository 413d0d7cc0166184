package io.shardline.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.shardline.testing.MovableClock;
import io.shardline.testing.ShardRefs;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Meters with a shard's label follow the leases. */
class ShardMetersTest {
    private static final String LAG = "shardline.millis.behind.latest";
    private static final String RECORDS = "shardline.records.delivered";

    private final MovableClock clock = new MovableClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ApplicationMonitor monitor = new ApplicationMonitor(
            registry, new ApplicationIdentity("word-count", "words", "w", "polling"), clock, Duration.ofMinutes(1));

    @Test
    void aLeaseThatComesBackBeforeItsLastSessionHasEndedIsShown() {
        ShardMonitor first = monitor.open(ShardRefs.of("shardId-0"));
        first.batchSent(10, 100, 5L);
        ShardMonitor second = monitor.open(ShardRefs.of("shardId-0"));
        first.ended();

        second.batchSent(1, 10, 7000L);

        assertThat(registry.get(LAG).tag("shard", "shardId-0").gauge().value()).isEqualTo(7000);
        assertThat(registry.get(RECORDS).counter().count()).isEqualTo(11);
        assertThat(monitor.shards()).hasSize(1);
    }

    @Test
    void gaugesGoWithTheLeaseAndCountersStayForALastLook() {
        ShardMonitor shard = monitor.open(ShardRefs.of("shardId-0"));
        shard.batchSent(10, 100, 5L);

        shard.ended();

        assertThat(registry.find(LAG).gauges()).isEmpty();
        assertThat(registry.get(RECORDS).counter().count()).isEqualTo(10);
    }

    @Test
    void countersOfShardsThatAreLongGoneAreForgotten() {
        for (int reshard = 0; reshard < 100; reshard++) {
            ShardMonitor shard = monitor.open(ShardRefs.of("shardId-" + reshard));
            shard.batchSent(10, 100, 5L);
            shard.failed("exited", "exited with code 1", 1);
            shard.checkpointed("SHARD_END");
            shard.ended();
            clock.advance(ShardMeters.RETENTION.dividedBy(2).plusSeconds(1));
        }

        assertThat(registry.find(RECORDS).counters()).hasSizeLessThan(4);
        assertThat(registry.getMeters()).hasSizeLessThan(40);
    }

    @Test
    void countersOfAShardThatCameBackGoOn() {
        ShardMonitor first = monitor.open(ShardRefs.of("shardId-0"));
        first.batchSent(10, 100, 5L);
        first.ended();
        ShardMonitor second = monitor.open(ShardRefs.of("shardId-0"));
        clock.advance(ShardMeters.RETENTION.multipliedBy(2));
        monitor.open(ShardRefs.of("shardId-1"));

        second.batchSent(5, 50, 5L);

        assertThat(registry.get(RECORDS).tag("shard", "shardId-0").counter().count())
                .isEqualTo(15);
    }
}
