package io.shardline.http;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shardline.config.operations.ListenAddress;
import io.shardline.observe.ApplicationIdentity;
import io.shardline.observe.ApplicationMonitor;
import io.shardline.observe.ProcessMonitor;
import io.shardline.observe.ShardMonitor;
import io.shardline.testing.ShardRefs;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The status page with invented shards, to look at it: {@code PageDemo PORT SHARDS}. One shard stalls, one is
 * restarted, one replays; the rest is healthy.
 */
final class PageDemo {
    private static final Duration STALLED_AFTER = Duration.ofSeconds(60);

    private final Random random = new Random(1);
    private final List<ShardMonitor> shards = new ArrayList<>();
    private final ApplicationMonitor monitor;
    private int step;

    private PageDemo(ApplicationMonitor monitor, int count) {
        this.monitor = monitor;
        for (int i = 0; i < count; i++) {
            ShardMonitor shard = monitor.open(ShardRefs.of("shardId-%012d".formatted(i)));
            shard.childStarted(20_000L + i);
            shard.idle();
            shards.add(shard);
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ProcessMonitor process = new ProcessMonitor(meters, Clock.systemUTC(), phase -> {});
        ApplicationMonitor monitor = process.add(
                new ApplicationIdentity("click-counter", "clicks-production", "ip-10-0-3-17:4711", "fan-out"),
                STALLED_AFTER);
        PageDemo demo = new PageDemo(monitor, Integer.parseInt(arguments[1]));
        monitor.health().running(demo.shards::size);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        var unused = timer.scheduleAtFixedRate(demo::live, 0, 1, TimeUnit.SECONDS);
        OperationsServer.start(
                new ListenAddress("127.0.0.1", Integer.parseInt(arguments[0])), process, meters, "0.1.0");
        new CountDownLatch(1).await();
    }

    private void live() {
        monitor.health().heartbeat();
        for (int i = 0; i < shards.size(); i++) {
            switch (i) {
                case 1 -> stallAfterAWhile();
                case 2 -> failAndReturn();
                default -> healthy(i);
            }
        }
        step++;
    }

    private void stallAfterAWhile() {
        if (step < 20) {
            batch(shards.get(1), 1);
        } else if (step == 20) {
            shards.get(1).batchSent(100, 23_000, 3_000L);
        }
    }

    private void failAndReturn() {
        ShardMonitor shard = shards.get(2);
        int phase = step % 30;
        if (phase == 7) {
            shard.failed("exited", "exited with code 1 before it had answered processRecords", 1);
        } else if (phase == 27) {
            shard.childStarted(50_000L + step);
            shard.idle();
        } else if (phase < 7 || phase > 27) {
            batch(shard, 2);
        }
    }

    private void healthy(int i) {
        if (i % 97 != 3) {
            batch(shards.get(i), i);
            return;
        }
        shards.get(i).replaying();
        shards.get(i).replayed(40);
        shards.get(i).batchSent(40, 9_000, null);
        shards.get(i).batchDone(Duration.ofMillis(30));
    }

    private void batch(ShardMonitor shard, int index) {
        double wave = 1 + Math.sin((step + index * 7) / 17.0);
        int records = (int) (wave * (20 + index % 13 * 12) + random.nextInt(12));
        long lag = index % 41 == 5 ? 95_000 + step * 400L : (long) (wave * 300 + random.nextInt(200));
        shard.batchSent(records, records * 230L, lag);
        shard.checkpointed("496543211234567890123456789012345678901234567890%06d".formatted(step));
        shard.batchDone(Duration.ofMillis(5 + random.nextInt(60)));
    }
}
