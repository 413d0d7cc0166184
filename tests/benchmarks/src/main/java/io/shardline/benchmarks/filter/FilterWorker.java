package io.shardline.benchmarks.filter;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shardline.child.ChildFactory;
import io.shardline.child.StopPlan;
import io.shardline.concurrent.NamedThreads;
import io.shardline.concurrent.StopSignal;
import io.shardline.config.processor.ProcessLaunchSettings;
import io.shardline.failure.Backoff;
import io.shardline.failure.Failure;
import io.shardline.failure.ProcessorFailurePolicy;
import io.shardline.filter.BadPatternException;
import io.shardline.filter.RecordFilter;
import io.shardline.observe.ApplicationIdentity;
import io.shardline.observe.ApplicationMonitor;
import io.shardline.processor.child.ChildConnector;
import io.shardline.protocol.ActionTimeouts;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import io.shardline.shard.SessionServices;
import io.shardline.shard.ShardSession;
import io.shardline.shard.policy.BatchPolicies;
import io.shardline.shard.policy.LanePolicies;
import io.shardline.shard.policy.SessionPolicies;
import io.shardline.shard.port.Checkpointer;
import io.shardline.shard.port.FailureDestination;
import io.shardline.shard.port.FetchedRecords;
import io.shardline.shard.port.Lease;
import io.shardline.stream.ShardRef;
import io.shardline.transport.WireTracer;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * One run in a JVM of its own: {@code FilterWorker all|filtered WARM_UP_MILLIS MILLIS CHILD...}. A session delivers fetches
 * of 1,000 JSON records of about 1,000 bytes to a real child: all of them, or the one in a hundred that matches a filter.
 * Prints the CPU time of this JVM for a thousand fetched records, and how many it took a second.
 */
final class FilterWorker {
    private static final int RECORDS = 1000;
    private static final String PATTERN =
            "[{\"data\":{\"order\":{\"type\":[\"buy\"],\"quantity\":[{\"numeric\":[\">\",5]}]}}}]";

    private FilterWorker() {}

    public static void main(String[] args) throws BadPatternException {
        boolean filtered = args[0].equals("filtered");
        BatchPolicies policies =
                filtered ? BatchPolicies.NONE.filteredBy(RecordFilter.parse(PATTERN)) : BatchPolicies.NONE;
        ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.factory("benchmark"));
        List<String> command = Arrays.asList(args).subList(3, args.length);
        ChildFactory children =
                new ChildFactory(command, ProcessLaunchSettings.INHERITED, Optional.empty(), Optional.empty(), threads);
        ShardRef shard = new ShardRef("benchmark", "stream", "shardId-000000000000");
        ShardSession session = new ShardSession(
                shard, "TRIM_HORIZON", 0, new HeldLease(), start -> null, services(policies, children, threads));
        session.start();
        FetchedRecords fetch = fetch();
        deliver(session, fetch, Duration.ofMillis(Long.parseLong(args[1])));
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpuBefore = system.getProcessCpuTime();
        long began = System.nanoTime();
        long fetches = deliver(session, fetch, Duration.ofMillis(Long.parseLong(args[2])));
        double seconds = (System.nanoTime() - began) / 1e9;
        double cpuMillis = (system.getProcessCpuTime() - cpuBefore) / 1e6;
        System.out.printf(
                "%s: %.3f ms CPU for 1,000 records, %.0f records/s%n",
                args[0], cpuMillis / fetches, fetches * RECORDS / seconds);
        session.leaseLost();
        children.close();
        threads.shutdownNow();
    }

    private static long deliver(ShardSession session, FetchedRecords fetch, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        long fetches = 0;
        while (System.nanoTime() - end < 0) {
            session.deliver(fetch, new NoCheckpointer());
            fetches++;
        }
        return fetches;
    }

    private static SessionServices services(BatchPolicies policies, ChildFactory children, ExecutorService threads) {
        StopPlan plan = new StopPlan(Duration.ofSeconds(5), Duration.ofSeconds(5));
        Duration timeout = Duration.ofMinutes(1);
        return new SessionServices(
                new ChildConnector(children, plan, plan, 1024 * 1024, WireTracer.NONE, threads),
                FailureDestination.NONE,
                new SessionPolicies(
                        new ActionTimeouts(timeout, Optional.empty(), timeout, timeout, timeout),
                        new ProcessorFailurePolicy(false, Backoff.DEFAULT),
                        policies,
                        LanePolicies.ONE,
                        false,
                        () -> 0),
                new ApplicationMonitor(
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                        new ApplicationIdentity("word-count", "benchmark", "w", "polling"),
                        Clock.systemUTC(),
                        Duration.ofMinutes(5)),
                new StopSignal(),
                new Fatal(),
                threads);
    }

    /** One in a hundred is wanted. */
    private static FetchedRecords fetch() {
        List<DataRecord> records = IntStream.range(0, RECORDS)
                .mapToObj(i -> new DataRecord(
                        ByteBuffer.wrap(data(i)).asReadOnlyBuffer(),
                        "key-" + i,
                        new Position(Long.toString(1_000_000_000L + i), 0),
                        1_700_000_000_000L + i))
                .toList();
        return new FetchedRecords(records, 0L);
    }

    private static byte[] data(int number) {
        String json = "{\"id\":" + number + ",\"order\":{\"type\":\"" + (number % 100 == 0 ? "buy" : "sell")
                + "\",\"stock\":\"ANYCO\",\"quantity\":" + (number % 7 + 6)
                + "},\"customer\":{\"name\":\"Alice\",\"tags\":"
                + "[\"a\",\"b\",\"c\"],\"address\":{\"city\":\"Oslo\",\"zip\":\"0150\"}},\"note\":\""
                + "text ".repeat(165)
                + "\"}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static final class HeldLease implements Lease {
        @Override
        public boolean isHeld() {
            return true;
        }

        @Override
        public String fence() {
            return "1";
        }

        @Override
        public void release() {}
    }

    /** The child asks for none. */
    private static final class NoCheckpointer implements Checkpointer {
        @Override
        public void checkpoint(Position position) {}

        @Override
        public void checkpointShardEnd() {}
    }

    private static final class Fatal implements SessionServices.Escalation {
        @Override
        public void processorFailed(ShardRef shard, Failure failure) {
            throw new IllegalStateException("the processor " + failure.message());
        }

        @Override
        public void sessionFailed(ShardRef shard, Throwable bug) {
            throw new IllegalStateException(bug);
        }
    }
}
