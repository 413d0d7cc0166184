package io.shardline.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.shardline.concurrent.StopSignal;
import io.shardline.failure.Backoff;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.failure.ProcessorFailurePolicy;
import io.shardline.observe.ApplicationIdentity;
import io.shardline.observe.ApplicationMonitor;
import io.shardline.processor.ConnectionEvents;
import io.shardline.processor.Outcome;
import io.shardline.processor.ProcessorConnection;
import io.shardline.processor.ProcessorConnector;
import io.shardline.processor.StatusDeadline;
import io.shardline.processor.StopUrgency;
import io.shardline.protocol.ActionTimeouts;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Decoder;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.FromProcessor.Status;
import io.shardline.protocol.Position;
import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.protocol.ToProcessor.ProcessRecords;
import io.shardline.shard.checkpoint.CheckpointWriter;
import io.shardline.shard.checkpoint.DaemonCheckpoints;
import io.shardline.shard.policy.BatchPolicies;
import io.shardline.shard.policy.LanePolicies;
import io.shardline.shard.policy.SessionPolicies;
import io.shardline.shard.port.DiscardedRecords;
import io.shardline.shard.port.FailureDestination;
import io.shardline.shard.port.FetchedRecords;
import io.shardline.shard.port.RecordSource;
import io.shardline.shard.state.Continuation;
import io.shardline.shard.state.LaneContext;
import io.shardline.shard.state.SessionContext;
import io.shardline.shard.state.SessionEndWatch;
import io.shardline.shard.state.SessionLifecycle;
import io.shardline.shard.state.ShardProgress;
import io.shardline.stream.ShardRef;
import io.shardline.testing.FakeCheckpointer;
import io.shardline.testing.FakeLease;
import io.shardline.testing.RecordedEscalation;
import io.shardline.testing.ShardRefs;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The delivery of one shard to children that live in memory, and its replays: thousands of failures in a second. What
 * was sent and discarded is in the trace, in order.
 */
final class InMemoryDelivery {
    /** What a child does with a batch. */
    sealed interface Reaction {
        record Ok() implements Reaction {}

        record Crash() implements Reaction {}

        static Reaction reports(@Nullable String error, @Nullable String... items) {
            return new Reports(error, Arrays.asList(items));
        }

        /** Dies before it is given the batch. */
        record Gone() implements Reaction {}

        record Reports(@Nullable String error, List<@Nullable String> items) implements Reaction {
            String status() {
                String list = items.stream()
                        .map(item -> "{\"itemIdentifier\":" + (item == null ? "null" : "\"" + item + "\"") + "}")
                        .collect(Collectors.joining(","));
                return "{\"action\":\"status\",\"responseFor\":\"processRecords\",\"error\":"
                        + (error == null ? "null" : "\"" + error + "\"") + ",\"batchItemFailures\":[" + list + "]}";
            }
        }
    }

    interface Processor {
        Reaction on(List<Integer> numbers, int attempt, Checkpoints checkpoints) throws InterruptedException;
    }

    interface Checkpoints {
        /** Asks for a checkpoint of all so far. */
        void ask() throws InterruptedException;
    }

    static final Reaction OK = new Reaction.Ok();
    static final Reaction CRASH = new Reaction.Crash();

    final List<String> trace = Collections.synchronizedList(new ArrayList<>());
    final FakeCheckpointer checkpointer = new FakeCheckpointer();
    final ShardProgress progress = new ShardProgress("TRIM_HORIZON", 0);
    private final Lane lane;
    private final SessionContext context;
    private final List<DataRecord> shard;
    private final Processor processor;

    InMemoryDelivery(List<DataRecord> shard, BatchPolicies policies, Processor processor) {
        this(shard, policies, processor, Optional.empty());
    }

    /** A delivery to something else than children; {@code processor} is not used then. */
    InMemoryDelivery(
            List<DataRecord> shard,
            BatchPolicies policies,
            Processor processor,
            Optional<ProcessorConnector> connector) {
        this.shard = shard;
        this.processor = processor;
        StopSignal stop = new StopSignal();
        SessionEndWatch endWatch = new SessionEndWatch(ShardRefs.of("shardId-0"), new FakeLease(), stop, Duration.ZERO);
        Duration timeout = Duration.ofSeconds(1);
        SessionPolicies sessionPolicies = new SessionPolicies(
                new ActionTimeouts(timeout, Optional.empty(), timeout, timeout, timeout),
                new ProcessorFailurePolicy(true, new Backoff(Duration.ZERO, Duration.ZERO)),
                policies,
                LanePolicies.ONE,
                false,
                () -> 0);
        ShardRef shardRef = ShardRefs.of("shardId-0");
        ApplicationMonitor daemon = new ApplicationMonitor(
                new SimpleMeterRegistry(),
                new ApplicationIdentity("word-count", "words", "w", "polling"),
                Clock.systemUTC(),
                Duration.ofMinutes(1));
        SessionServices services = new SessionServices(
                connector.orElse((named, events) -> new Child(events)),
                new Destination(),
                sessionPolicies,
                daemon,
                stop,
                new RecordedEscalation(List.of(), List.of()),
                Runnable::run);
        this.context =
                new SessionContext(shardRef, endWatch, new SessionLifecycle(endWatch), progress, daemon.open(shardRef));
        CheckpointWriter writer = new CheckpointWriter(context, stop);
        writer.use(checkpointer);
        DaemonCheckpoints own = new DaemonCheckpoints(policies.checkpoints(), writer, endWatch, Runnable::run);
        this.lane = Lane.of(LaneContext.only(context), services, this::open, writer, own, events -> {});
    }

    /** {@return whether no record waits} */
    boolean isDone() {
        return lane.isEmpty();
    }

    /** Delivers as the KCL does, and returns when all that is due is done or discarded. */
    InMemoryDelivery deliver(int first, int last) {
        FetchedRecords fetched = new FetchedRecords(shard.subList(first - 1, last), 0L);
        progress.fetched(fetched);
        lane.add(fetched);
        return work(false);
    }

    InMemoryDelivery work(boolean all) {
        try {
            assertThat(lane.deliver(all)).isEqualTo(Continuation.CONTINUE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** All that is left of the shard, at one read: a second one would take a pause. */
    private RecordSource.Reader open(Position start) {
        Deque<DataRecord> rest = new ArrayDeque<>(
                shard.stream().filter(r -> !start.isAfter(r.position())).toList());
        return () -> {
            List<DataRecord> read = List.copyOf(rest);
            rest.clear();
            return new FetchedRecords(read, 0L);
        };
    }

    static List<DataRecord> records(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> record(i, System.currentTimeMillis()))
                .toList();
    }

    static DataRecord record(int number, long arrival) {
        return new DataRecord(ByteBuffer.allocate(10), "key", new Position(Integer.toString(number), 0), arrival);
    }

    static List<Integer> numbers(List<DataRecord> records) {
        return records.stream()
                .map(r -> Integer.valueOf(r.position().sequenceNumber()))
                .toList();
    }

    static String text(List<Integer> numbers) {
        int last = numbers.get(numbers.size() - 1);
        return numbers.size() == 1 ? "" + last : numbers.get(0) + "-" + last;
    }

    private final class Destination implements FailureDestination {
        @Override
        public void send(DiscardedRecords discarded) {
            trace.add(text(numbers(discarded.records())) + " "
                    + discarded.condition().text() + " after " + discarded.attempts());
        }

        @Override
        public void close() {}
    }

    /** A child in memory. */
    private final class Child implements ProcessorConnection {
        private final ConnectionEvents events;

        Child(ConnectionEvents events) {
            this.events = events;
        }

        @Override
        public Outcome ask(ActionMessage action, StatusDeadline deadline) throws InterruptedException {
            if (!(action instanceof ProcessRecords batch)) {
                return new Outcome.Answered(new Status(action.wireName()));
            }
            List<Integer> numbers = numbers(batch.records());
            trace.add(text(numbers));
            Reaction reaction = processor.on(
                    numbers,
                    batch.attempt(),
                    () -> events.checkpoint(batch.action(), new CheckpointRequest(null, null, null)));
            if (reaction instanceof Reaction.Reports reports) {
                byte[] line = reports.status().getBytes(StandardCharsets.UTF_8);
                return new Outcome.Answered((Status) Decoder.decode(line, 0, line.length));
            }
            if (reaction instanceof Reaction.Ok) {
                return new Outcome.Answered(new Status("processRecords"));
            }
            Failure exited = new Failure(Cause.EXITED, "exited", "", List.of());
            if (reaction instanceof Reaction.Gone) {
                trace.remove(trace.size() - 1);
                return new Outcome.NotDelivered(exited);
            }
            return new Outcome.Failed(exited);
        }

        @Override
        public Optional<Failure> faultWhileIdle() {
            return Optional.empty();
        }

        @Override
        public String id() {
            return "memory";
        }

        @Override
        public void stop(StopUrgency urgency) {}

        @Override
        public void kill() {}
    }
}
