package io.shardline.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.shardline.testing.MovableClock;
import io.shardline.testing.ShardRefs;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What counts as progress, and what the probes say when there is none. */
class StallTest {
    private static final Duration ALLOWED = Duration.ofSeconds(60);

    private final MovableClock clock = new MovableClock();
    private final ProcessMonitor process = new ProcessMonitor(new SimpleMeterRegistry(), clock, phase -> {});
    private final ApplicationMonitor monitor =
            process.add(new ApplicationIdentity("word-count", "words", "w", "polling"), ALLOWED);
    private final ShardMonitor shard = monitor.open(ShardRefs.of("shardId-0"));

    @Test
    void aShardWithoutWorkIsNeverStalled() {
        running();

        clock.advance(Duration.ofDays(1));
        monitor.health().heartbeat();

        assertThat(monitor.readiness().reasons()).isEmpty();
    }

    @Test
    void aBatchThatIsNotAnsweredStallsTheShardAndItsAnswerEndsTheStall() {
        running();
        shard.batchSent(10, 100, 0L);

        wait61Seconds();

        assertThat(monitor.readiness().reasons())
                .containsExactly("shard shardId-0 has made no progress for 61 s (processing)");
        assertThat(monitor.shards().get(0).millisBehindLatest()).isEqualTo(61_000);

        shard.batchDone(Duration.ofSeconds(61));

        assertThat(monitor.readiness().isHealthy()).isTrue();
        assertThat(monitor.shards().get(0).millisBehindLatest()).isZero();
    }

    @Test
    void childrenThatFailAtTheSameBatchMakeNoProgressHoweverManyStart() {
        running();
        for (int attempt = 1; attempt <= 7; attempt++) {
            shard.batchSent(10, 100, 0L);
            shard.failed("exited", "exited with code 1", attempt);
            clock.advance(Duration.ofSeconds(10));
            newChild();
        }

        monitor.health().heartbeat();
        assertThat(monitor.readiness().reasons()).singleElement().asString().contains("failed 7 consecutive times");
    }

    @Test
    void theSameReplayOverAndOverIsNoProgressButALongOneIs() {
        running();
        shard.batchSent(10, 100, 0L);
        shard.batchDone(Duration.ofMillis(5));
        shard.batchSent(10, 100, 0L);
        for (int attempt = 1; attempt <= 7; attempt++) {
            shard.failed("exited", "exited with code 1", attempt);
            shard.childStarted(1);
            replay(10);
            clock.advance(Duration.ofSeconds(10));
            shard.idle();
            shard.batchSent(10, 100, 0L);
        }
        assertThat(monitor.isStalled(monitor.shards().get(0))).isTrue();

        shard.failed("exited", "exited with code 1", 8);
        shard.childStarted(1);
        for (int part = 0; part < 10; part++) {
            clock.advance(Duration.ofSeconds(30));
            replay(10);
        }
        assertThat(monitor.isStalled(monitor.shards().get(0))).isFalse();
    }

    @Test
    void aCheckpointWithinALongBatchIsProgress() {
        running();
        shard.batchSent(10, 100, 0L);
        clock.advance(Duration.ofSeconds(59));
        shard.checkpointed("1");

        clock.advance(Duration.ofSeconds(59));
        monitor.health().heartbeat();

        assertThat(monitor.readiness().isHealthy()).isTrue();
    }

    @Test
    void aBatchThatTheDeadChildHadCheckpointedLeavesNothingToDo() {
        running();
        shard.batchSent(10, 100, 0L);
        shard.failed("exited", "exited with code 1", 1);
        newChild();
        shard.batchWasDone();

        wait61Seconds();

        assertThat(monitor.readiness().isHealthy()).isTrue();
    }

    @Test
    void beforeTheStartAndDuringAStopTheDaemonIsAliveAndNotReady() {
        assertThat(monitor.readiness().reasons()).containsExactly("starting: no leases can be acquired yet");
        assertThat(monitor.health().liveness().isHealthy()).isTrue();

        running();
        monitor.health().stopping();

        assertThat(monitor.readiness().reasons()).containsExactly("stopping");
        assertThat(monitor.health().liveness().isHealthy()).isTrue();
    }

    @Test
    void aSchedulerThatDoesNotComeRoundAndADeadThreadEndTheLife() {
        running();
        clock.advance(Duration.ofSeconds(61));
        process.threadDied("stdout shardId-0");

        assertThat(process.liveness().reasons())
                .containsExactly(
                        "the thread stdout shardId-0 is dead", "the scheduler has not checked its shards for 61 s");
    }

    private void running() {
        monitor.health().heartbeat();
        monitor.health().running(() -> 1);
        newChild();
    }

    private void newChild() {
        shard.childStarted(1);
        shard.idle();
    }

    private void replay(int records) {
        shard.replaying();
        shard.replayed(records);
        shard.batchSent(records, 100, null);
        shard.batchDone(Duration.ofMillis(5));
    }

    private void wait61Seconds() {
        clock.advance(Duration.ofSeconds(61));
        monitor.health().heartbeat();
    }
}
