package io.shardline.benchmarks.adapter;

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
import io.shardline.kcl.fetch.Deaggregator;
import io.shardline.observe.ApplicationIdentity;
import io.shardline.observe.ApplicationMonitor;
import io.shardline.processor.child.ChildConnector;
import io.shardline.protocol.ActionTimeouts;
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
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/** Shardline's session with the daemon's default policies. */
final class ShardlineAdapter implements Adapter {
    private static final int MAX_LINE_BYTES = 1024 * 1024;

    private final ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.factory("shardline"));
    private final Deaggregator deaggregator = new Deaggregator(Optional.empty(), Deaggregator.UNNOTICED);
    private final ChildFactory children;
    private final ShardSession session;

    ShardlineAdapter(List<String> command) {
        children = new ChildFactory(command, ProcessLaunchSettings.INHERITED, Optional.empty(), threads);
        session = new ShardSession(
                new ShardRef("benchmark", "benchmark", "shardId-000000000000"),
                "TRIM_HORIZON",
                0,
                new HeldLease(),
                start -> {
                    throw new IllegalStateException("a processor failed: the benchmark has no records to replay");
                },
                services());
        session.start();
    }

    private SessionServices services() {
        StopPlan plan = new StopPlan(Duration.ofSeconds(5), Duration.ofSeconds(5));
        Duration timeout = Duration.ofMinutes(1);
        return new SessionServices(
                new ChildConnector(children, plan, plan, MAX_LINE_BYTES, WireTracer.NONE, threads),
                FailureDestination.NONE,
                new SessionPolicies(
                        new ActionTimeouts(timeout, Optional.empty(), timeout, timeout, timeout),
                        new ProcessorFailurePolicy(false, Backoff.DEFAULT),
                        BatchPolicies.NONE,
                        LanePolicies.ONE,
                        false,
                        () -> 0),
                new ApplicationMonitor(
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                        new ApplicationIdentity("word-count", "benchmark", "w", "polling"),
                        Clock.systemUTC(),
                        Duration.ofMinutes(5)),
                new StopSignal(),
                new Fail(),
                threads);
    }

    @Override
    public void roundTrip(List<KinesisClientRecord> batch) {
        session.deliver(new FetchedRecords(deaggregator.deaggregate(batch), 0L), new NoCheckpointer());
    }

    @Override
    public void close() throws IOException {
        session.leaseLost();
        children.close();
        threads.shutdownNow();
    }

    private static final class Fail implements SessionServices.Escalation {
        @Override
        public void processorFailed(ShardRef shard, Failure failure) {
            throw new IllegalStateException("the processor " + failure.message());
        }

        @Override
        public void sessionFailed(ShardRef shard, Throwable bug) {
            throw new IllegalStateException("the session failed", bug);
        }
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

    /** The processor requests no checkpoint. */
    private static final class NoCheckpointer implements Checkpointer {
        @Override
        public void checkpoint(Position position) {}

        @Override
        public void checkpointShardEnd() {}
    }
}
