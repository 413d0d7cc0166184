package io.shardline.benchmarks.adapter;

import com.sun.management.OperatingSystemMXBean;
import io.shardline.benchmarks.report.Variant;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * One run of one variant, in a JVM of its own: {@code Worker VARIANT WORKLOAD WARM_UP_MILLIS MILLIS CHILD...}. Prints
 * the round trips, their nanoseconds, and the nanoseconds of CPU time that this whole JVM took for them, its collector
 * and compiler included and the child excluded.
 */
final class Worker {
    private final Adapter adapter;
    private final List<List<KinesisClientRecord>> batches;
    private int next;

    private Worker(Adapter adapter, List<List<KinesisClientRecord>> batches) {
        this.adapter = adapter;
        this.batches = batches;
    }

    public static void main(String[] args) throws IOException {
        Workload workload = Workload.parse(args[1]);
        Duration warmUp = Duration.ofMillis(Long.parseLong(args[2]));
        Duration time = Duration.ofMillis(Long.parseLong(args[3]));
        List<String> command = Arrays.asList(args).subList(4, args.length);
        try (Adapter adapter = adapter(Variant.valueOf(args[0].toUpperCase(Locale.ROOT)), command)) {
            Worker worker = new Worker(adapter, workload.batches());
            worker.run(warmUp);
            OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long cpuBefore = system.getProcessCpuTime();
            long began = System.nanoTime();
            long trips = worker.run(time);
            long took = System.nanoTime() - began;
            System.out.println(trips + " " + took + " " + (system.getProcessCpuTime() - cpuBefore));
        }
    }

    private static Adapter adapter(Variant variant, List<String> command) throws IOException {
        return switch (variant) {
            case ORIGINAL -> new OriginalAdapter(command);
            case SHARDLINE -> new ShardlineAdapter(command);
            case CEILING -> new CeilingAdapter(command);
        };
    }

    private long run(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        long trips = 0;
        while (System.nanoTime() - end < 0) {
            List<KinesisClientRecord> batch = batches.get(next);
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).data().rewind(); // the original moves on in it: each batch of the KCL is a new one
            }
            adapter.roundTrip(batch);
            next = next + 1 == batches.size() ? 0 : next + 1;
            trips++;
        }
        return trips;
    }
}
