package io.shardline.shard;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.shardline.child.ChildFactory;
import io.shardline.child.StopPlan;
import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.NamedThreads;
import io.shardline.concurrent.StopSignal;
import io.shardline.config.processor.ProcessLaunchSettings;
import io.shardline.failure.Backoff;
import io.shardline.failure.Failure;
import io.shardline.failure.ProcessorFailurePolicy;
import io.shardline.observe.ApplicationIdentity;
import io.shardline.observe.ApplicationMonitor;
import io.shardline.processor.child.ChildConnector;
import io.shardline.protocol.ActionTimeouts;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import io.shardline.shard.policy.BatchPolicies;
import io.shardline.shard.policy.LanePolicies;
import io.shardline.shard.policy.SessionPolicies;
import io.shardline.shard.port.FailureDestination;
import io.shardline.shard.port.FetchedRecords;
import io.shardline.testing.FakeCheckpointer;
import io.shardline.testing.FakeLease;
import io.shardline.testing.FakeRecordSource;
import io.shardline.testing.RecordedEscalation;
import io.shardline.testing.ShardRefs;
import io.shardline.testing.ShellProcessor;
import io.shardline.transport.WireTracer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A session with real children in shell, and fakes of all that is outside. */
@Timeout(60)
abstract class SessionWithShellChildren {
    static final String SHARD = "shardId-000000000000";

    @TempDir
    Path folder;

    final ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.factory("test"));
    final StopSignal stop = new StopSignal();
    final FakeLease lease = new FakeLease();
    final FakeCheckpointer checkpoints = new FakeCheckpointer();
    FakeRecordSource source = new FakeRecordSource(records(1, 20));
    final ApplicationMonitor monitor = new ApplicationMonitor(
            new SimpleMeterRegistry(),
            new ApplicationIdentity("word-count", "words", "w", "polling"),
            Clock.systemUTC(),
            Duration.ofMinutes(1));
    final List<Failure> fatal = new CopyOnWriteArrayList<>();
    final List<Throwable> bugs = new CopyOnWriteArrayList<>();
    ShellProcessor processor;
    private final List<ChildFactory> started = new CopyOnWriteArrayList<>();
    Duration batchTimeout = Duration.ofSeconds(30);
    boolean restart = true;
    boolean autoShardEnd;
    BatchPolicies policies = BatchPolicies.NONE;
    LanePolicies lanes = LanePolicies.ONE;
    FailureDestination destination = FailureDestination.NONE;
    Optional<Pattern> failurePattern = Optional.empty();

    @BeforeEach
    void prepare() {
        processor = new ShellProcessor(folder);
    }

    @AfterEach
    void leaveNothingBehind() {
        // The threads end by themselves: a session may notice its child's end a moment later.
        stop.request(Deadline.after(Duration.ZERO));
        started.forEach(ChildFactory::close);
    }

    ShardSession session(String added, String from) {
        ChildFactory children = new ChildFactory(
                processor.command(added), ProcessLaunchSettings.INHERITED, Optional.empty(), failurePattern, threads);
        started.add(children);
        StopPlan plan = new StopPlan(Duration.ofMillis(500), Duration.ofMillis(500));
        Duration timeout = Duration.ofSeconds(5);
        SessionPolicies sessionPolicies = new SessionPolicies(
                new ActionTimeouts(timeout, Optional.of(batchTimeout), Duration.ofSeconds(2), timeout, timeout),
                new ProcessorFailurePolicy(restart, new Backoff(Duration.ofMillis(50), Duration.ofSeconds(20))),
                policies,
                lanes,
                autoShardEnd,
                () -> 0);
        SessionServices services = new SessionServices(
                new ChildConnector(children, plan, plan, 1024 * 1024, WireTracer.NONE, threads),
                destination,
                sessionPolicies,
                monitor,
                stop,
                new RecordedEscalation(fatal, bugs),
                threads);
        return new ShardSession(ShardRefs.of(SHARD), from, 0, lease, source, services);
    }

    static FetchedRecords batch(int first, int last) {
        return new FetchedRecords(records(first, last), 0L);
    }

    static List<DataRecord> records(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(i -> new DataRecord(
                        ByteBuffer.wrap(new byte[] {(byte) i}), "key", new Position(Integer.toString(i), 0), i))
                .toList();
    }
}
