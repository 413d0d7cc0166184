package io.shardline.protocolspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.shardline.child.ChildFactory;
import io.shardline.child.StopPlan;
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
import io.shardline.shard.SessionServices;
import io.shardline.shard.ShardSession;
import io.shardline.shard.policy.BatchPolicies;
import io.shardline.shard.policy.LanePolicies;
import io.shardline.shard.policy.SessionPolicies;
import io.shardline.shard.port.Checkpointer;
import io.shardline.shard.port.FailureDestination;
import io.shardline.shard.port.FetchedRecords;
import io.shardline.testing.FakeLease;
import io.shardline.testing.FakeRecordSource;
import io.shardline.testing.RecordedEscalation;
import io.shardline.testing.ShardRefs;
import io.shardline.transport.WireTracer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The daemon's session with a real child, driven by the messages that it is to send. A failed child is not replaced. */
final class SessionFixture implements AutoCloseable {
    static final int MAX_LINE_BYTES = 1024 * 1024;

    private final ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.factory("test"));
    private final List<Failure> failures = new CopyOnWriteArrayList<>();
    private final Checkpointer checkpointer;
    private final ChildFactory children;
    private final SessionServices services;
    private ShardSession session;
    private String lastAction = "";

    SessionFixture(List<String> command, Checkpointer checkpointer) {
        this(command, checkpointer, WireTracer.NONE);
    }

    SessionFixture(List<String> command, Checkpointer checkpointer, WireTracer tracer) {
        this.checkpointer = checkpointer;
        StopPlan plan = new StopPlan(Duration.ofSeconds(5), Duration.ofSeconds(1));
        Duration timeout = Duration.ofSeconds(10);
        children = new ChildFactory(command, ProcessLaunchSettings.INHERITED, Optional.empty(), threads);
        SessionPolicies policies = new SessionPolicies(
                new ActionTimeouts(timeout, Optional.of(timeout), timeout, timeout, timeout),
                new ProcessorFailurePolicy(false, Backoff.DEFAULT),
                BatchPolicies.NONE,
                LanePolicies.ONE,
                false,
                () -> 0);
        services = new SessionServices(
                new ChildConnector(children, plan, plan, MAX_LINE_BYTES, tracer, threads),
                FailureDestination.NONE,
                policies,
                new ApplicationMonitor(
                        new SimpleMeterRegistry(),
                        new ApplicationIdentity("word-count", "words", "w", "polling"),
                        Clock.systemUTC(),
                        Duration.ofMinutes(1)),
                new StopSignal(),
                new RecordedEscalation(failures, new CopyOnWriteArrayList<>()),
                threads);
    }

    /** Has the session send this message, in the way in which the KCL would make it. Returns when it is answered. */
    void bringAbout(String line) {
        JsonNode message = Specification.parse(line);
        String action = message.get("action").asText();
        switch (action) {
            case "initialize" -> {
                session = new ShardSession(
                        ShardRefs.of(message.get("shardId").asText()),
                        message.get("sequenceNumber").asText(),
                        message.get("subSequenceNumber").asLong(),
                        new FakeLease(),
                        new FakeRecordSource(List.of()),
                        services);
                session.start();
            }
            case "processRecords" -> session.deliver(batch(message), checkpointer);
            case "shardEnded" -> {
                if (!lastAction.equals(action)) { // asking again is the session's own affair
                    session.shardEnded(checkpointer);
                }
            }
            case "shutdownRequested" -> session.shutdownRequested(checkpointer);
            case "leaseLost" -> session.leaseLost();
            default -> throw new AssertionError("the daemon sends no " + action);
        }
        lastAction = action;
    }

    List<Failure> failures() {
        return failures;
    }

    private static FetchedRecords batch(JsonNode message) {
        List<DataRecord> records = new ArrayList<>();
        for (JsonNode record : message.get("records")) {
            try {
                records.add(new DataRecord(
                        ByteBuffer.wrap(record.get("data").binaryValue()),
                        record.get("partitionKey").asText(),
                        new Position(
                                record.get("sequenceNumber").asText(),
                                record.get("subSequenceNumber").asLong()),
                        record.get("approximateArrivalTimestamp").asLong()));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        JsonNode behind = message.get("millisBehindLatest");
        return new FetchedRecords(records, behind.isNull() ? null : behind.asLong());
    }

    @Override
    public void close() {
        children.close();
        threads.shutdownNow();
    }
}
