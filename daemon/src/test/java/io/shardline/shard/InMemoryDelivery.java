package io.shardline.shard;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.StopSignal;
import io.shardline.failure.Backoff;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.failure.FailurePolicy;
import io.shardline.observe.DaemonMonitor;
import io.shardline.observe.ShardMonitor;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Decoder;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.FromProcessor.Status;
import io.shardline.protocol.Position;
import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.protocol.ToProcessor.ProcessRecords;
import io.shardline.testing.FakeCheckpointer;
import io.shardline.testing.FakeLease;
import io.shardline.testing.ShardRefs;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The delivery of one shard to children that live in memory, and its replays: thousands of failures in a second. What
 * was sent and given up is in the trace, in order.
 */
final class InMemoryDelivery {
    /** What a child does with a batch. */
    sealed interface Reaction {
        record Ok() implements Reaction {}

        record Crash() implements Reaction {}

        static Reaction reports(String error, String... items) {
            return new Reports(error, Arrays.asList(items));
        }

        /** Dies before it is given the batch. */
        record Gone() implements Reaction {}

        record Reports(String error, List<String> items) implements Reaction {
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

    final List<String> trace = new ArrayList<>();
    final FakeCheckpointer checkpointer = new FakeCheckpointer();
    final ShardProgress progress = new ShardProgress("TRIM_HORIZON", 0);
    final Backlog backlog;
    final Delivery delivery;
    private final List<DataRecord> shard;
    private final Processor processor;
    private final Replay replay;
    private final CheckpointRequests dialogue;
    private Child child = new Child();

    InMemoryDelivery(List<DataRecord> shard, BatchPolicies policies, Processor processor) {
        this.shard = shard;
        this.processor = processor;
        StopSignal stop = new StopSignal();
        SessionGuard guard = new SessionGuard(new FakeLease(), stop, Duration.ZERO);
        Duration timeout = Duration.ofSeconds(1);
        SessionServices services = new SessionServices(
                null,
                null,
                null,
                new Timeouts(timeout, Optional.empty(), timeout, timeout, timeout),
                new FailurePolicy(true, Backoff.OF_RESTARTS),
                policies,
                false,
                null,
                stop,
                null,
                Runnable::run,
                0,
                () -> 0,
                null,
                new Destination());
        ShardMonitor monitor = new DaemonMonitor(
                        new SimpleMeterRegistry(), "words", Clock.systemUTC(), Duration.ofMinutes(1))
                .open(ShardRefs.of("shardId-0"));
        CheckpointWriter writer = new CheckpointWriter(ShardRefs.of("shardId-0"), progress, guard, stop, monitor);
        writer.use(checkpointer);
        DaemonCheckpoints own = new DaemonCheckpoints(policies.checkpoints(), writer, guard, Runnable::run);
        this.dialogue = new CheckpointRequests(ShardRefs.of("shardId-0"), progress, writer, monitor);
        this.delivery = new Delivery(ShardRefs.of("shardId-0"), services, guard, progress, monitor, own);
        this.backlog = new Backlog(policies.limits());
        this.replay = new Replay(
                ShardRefs.of("shardId-0"), this::open, guard, progress, delivery, policies.limits(), monitor);
    }

    /** Delivers as the KCL does, and returns when all that is due is done or given up. */
    InMemoryDelivery deliver(int first, int last) {
        Batch batch = new Batch(shard.subList(first - 1, last), 0L);
        progress.offered(batch);
        backlog.add(batch);
        return work(false);
    }

    InMemoryDelivery work(boolean all) {
        try {
            while (delivery.isDue(backlog) || (all && !backlog.isEmpty())) {
                if (delivery.step(child, backlog, dialogue) instanceof Delivery.Step.ChildFailed) {
                    replaceChild();
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    private void replaceChild() throws InterruptedException {
        Replay.Result result;
        do {
            delivery.settle();
            child = new Child();
            result = replay.into(child, dialogue);
        } while (result instanceof Replay.Result.Failed);
    }

    /** All that is left of the shard, at one read: a second one would take a pause. */
    private RecordSource.Reader open(Position start) {
        Deque<DataRecord> rest = new ArrayDeque<>(
                shard.stream().filter(r -> !start.isAfter(r.position())).toList());
        return () -> {
            List<DataRecord> read = List.copyOf(rest);
            rest.clear();
            return new Batch(read, 0L);
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

    private static List<Integer> numbers(List<DataRecord> records) {
        return records.stream()
                .map(r -> Integer.valueOf(r.position().sequenceNumber()))
                .toList();
    }

    private static String text(List<Integer> numbers) {
        int last = numbers.get(numbers.size() - 1);
        return numbers.size() == 1 ? "" + last : numbers.get(0) + "-" + last;
    }

    private final class Destination implements FailureDestination {
        @Override
        public void send(DiscardedRecords givenUp) {
            trace.add(text(numbers(givenUp.records())) + " "
                    + givenUp.condition().text() + " after " + givenUp.attempts());
        }

        @Override
        public void close() {}
    }

    /** A child in memory. */
    private final class Child implements Recipient {
        private Position delivered;
        private Position before;

        @Override
        public Conversation.Answer ask(ActionMessage action, Deadline timeout, CheckpointRequests checkpoints)
                throws InterruptedException {
            ProcessRecords batch = (ProcessRecords) action;
            List<Integer> numbers = numbers(batch.records());
            before = delivered;
            delivered = batch.records().get(numbers.size() - 1).position();
            trace.add(text(numbers));
            Reaction reaction = processor.on(
                    numbers,
                    batch.attempt(),
                    () -> checkpoints.answer(batch.action(), new CheckpointRequest(null, null, null), delivered));
            if (reaction instanceof Reaction.Reports reports) {
                byte[] line = reports.status().getBytes(StandardCharsets.UTF_8);
                return new Conversation.Answer.Done((Status) Decoder.decode(line, 0, line.length));
            }
            if (reaction instanceof Reaction.Ok) {
                return new Conversation.Answer.Done(new Status("processRecords"));
            }
            if (reaction instanceof Reaction.Gone) {
                trace.remove(trace.size() - 1);
            }
            return new Conversation.Answer.Failed(
                    new Failure(Cause.EXITED, "exited", "", List.of()), reaction instanceof Reaction.Crash);
        }

        @Override
        public void takeBack(Position last) {
            delivered = last == null ? before : last;
        }

        @Override
        public Optional<String> printedFailure() {
            return Optional.empty();
        }
    }
}
