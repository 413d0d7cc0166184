package io.shardline.shard;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.NamedThreads;
import io.shardline.concurrent.StopSignal;
import io.shardline.failure.Backoff;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.failure.ProcessorFailurePolicy;
import io.shardline.failure.RetryPolicy;
import io.shardline.observe.ApplicationIdentity;
import io.shardline.observe.ApplicationMonitor;
import io.shardline.processor.ConnectionEvents;
import io.shardline.processor.Outcome;
import io.shardline.processor.ProcessorConnection;
import io.shardline.processor.StatusDeadline;
import io.shardline.processor.StopUrgency;
import io.shardline.protocol.Action;
import io.shardline.protocol.ActionTimeouts;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.FromProcessor.BatchFailure;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.FromProcessor.Status;
import io.shardline.protocol.Position;
import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.protocol.ToProcessor.Initialize;
import io.shardline.protocol.ToProcessor.ProcessRecords;
import io.shardline.shard.policy.BatchLimits;
import io.shardline.shard.policy.BatchPolicies;
import io.shardline.shard.policy.CheckpointMode;
import io.shardline.shard.policy.LanePolicies;
import io.shardline.shard.policy.SessionPolicies;
import io.shardline.shard.port.Checkpointer;
import io.shardline.shard.port.DiscardedRecords;
import io.shardline.shard.port.FailureDestination;
import io.shardline.shard.port.FetchedRecords;
import io.shardline.testing.FakeLease;
import io.shardline.testing.RecordedEscalation;
import io.shardline.testing.ShardRefs;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * A session with several lanes whose processors live in memory, on real threads. Checks at each delivery that the records
 * of a key come in order and without a gap, and at each checkpoint that every record up to it is done or discarded.
 */
final class ParallelDelivery implements Checkpointer, AutoCloseable {
    static final int RECORD_BYTES = 10;
    private static final int KEYS = 23;
    private static final Backoff SHORT = new Backoff(Duration.ofMillis(1), Duration.ofMillis(5));

    /** What a processor does with a batch. */
    record Answer(boolean crashes, String error, int failsAt) {
        static final Answer DONE = new Answer(false, null, -1);
        static final Answer ERROR = new Answer(false, "no", -1);
        static final Answer CRASH = new Answer(true, null, -1);

        static Answer failsAt(int index) {
            return new Answer(false, null, index);
        }
    }

    interface Processor {
        Answer on(Received batch) throws InterruptedException;
    }

    final ApplicationMonitor monitor = new ApplicationMonitor(
            new SimpleMeterRegistry(),
            new ApplicationIdentity("word-count", "words", "w", "polling"),
            Clock.systemUTC(),
            Duration.ofMillis(1));
    final FakeLease lease = new FakeLease();
    final ShardSession session;
    private final ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.factory("test-lane"));
    private final StopSignal stop = new StopSignal();
    private final Processor processor;
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final List<String> initialized = new CopyOnWriteArrayList<>();
    private final List<String> actions = new CopyOnWriteArrayList<>();
    private final List<Throwable> bugs = new CopyOnWriteArrayList<>();
    private final Set<Integer> done = new TreeSet<>();
    private final Set<Integer> discarded = new TreeSet<>();
    private final Set<Integer> received = new TreeSet<>();
    private final Set<Integer> redelivered = new TreeSet<>();
    private final Map<String, Integer> busyKeys = new HashMap<>();
    private int fetched;
    private int lastCheckpoint;
    private boolean endIsWritten;

    ParallelDelivery(int lanes, long maxBacklogBytes, Processor processor) {
        this(lanes, maxBacklogBytes, -1, processor);
    }

    ParallelDelivery(int lanes, long maxBacklogBytes, int retries, Processor processor) {
        this.processor = processor;
        Duration timeout = Duration.ofSeconds(5);
        RetryPolicy retry = new RetryPolicy(retries, Optional.empty(), retries >= 0, SHORT);
        BatchPolicies batches = new BatchPolicies(
                new BatchLimits(7, Long.MAX_VALUE, Duration.ZERO),
                retry,
                false,
                true,
                new CheckpointMode.Daemon(Duration.ZERO),
                true);
        SessionPolicies policies = new SessionPolicies(
                new ActionTimeouts(timeout, Optional.empty(), timeout, timeout, timeout),
                new ProcessorFailurePolicy(true, SHORT),
                batches,
                new LanePolicies(lanes, maxBacklogBytes),
                true,
                () -> 0);
        SessionServices services = new SessionServices(
                (shard, events) -> new Connection(events),
                new Destination(),
                policies,
                monitor,
                stop,
                new RecordedEscalation(new ArrayList<>(), bugs),
                threads);
        this.session = new ShardSession(
                ShardRefs.of("shardId-0"),
                "TRIM_HORIZON",
                0,
                lease,
                start -> {
                    throw new AssertionError("a session with several lanes replays nothing");
                },
                services);
    }

    /** Delivers records as the KCL does. {@return their numbers} */
    List<Integer> deliver(int first, int last, int fetchSize) {
        for (int from = first; from <= last; from += fetchSize) {
            int to = Math.min(last, from + fetchSize - 1);
            synchronized (this) {
                fetched = to;
            }
            session.deliver(
                    new FetchedRecords(
                            IntStream.rangeClosed(from, to)
                                    .mapToObj(this::record)
                                    .toList(),
                            0L),
                    this);
        }
        return new ArrayList<>(IntStream.rangeClosed(first, last).boxed().toList());
    }

    String key(int number) {
        return "key-" + number % KEYS;
    }

    int first(String key) {
        return IntStream.rangeClosed(1, KEYS)
                .filter(number -> key(number).equals(key))
                .findFirst()
                .orElseThrow();
    }

    synchronized int fetched() {
        return fetched;
    }

    synchronized Set<Integer> done() {
        return new TreeSet<>(done);
    }

    synchronized Set<Integer> discarded() {
        return new TreeSet<>(discarded);
    }

    synchronized Set<Integer> redelivered() {
        return new TreeSet<>(redelivered);
    }

    synchronized int lastCheckpoint() {
        return lastCheckpoint;
    }

    synchronized boolean endIsWritten() {
        return endIsWritten;
    }

    List<String> initialized() {
        return initialized;
    }

    List<String> actions() {
        return actions;
    }

    /** {@return what must never happen and did} */
    List<Object> violations() {
        List<Object> all = new ArrayList<>(violations);
        all.addAll(bugs);
        return all;
    }

    @Override
    public void close() {
        stop.request(Deadline.after(Duration.ZERO));
        session.leaseLost();
        threads.shutdown();
    }

    @Override
    public synchronized void checkpoint(Position position) {
        int number = Integer.parseInt(position.sequenceNumber());
        if (number <= lastCheckpoint) {
            violations.add("checkpoint " + number + " after " + lastCheckpoint);
        }
        for (int before = 1; before <= number; before++) {
            if (!done.contains(before) && !discarded.contains(before)) {
                violations.add("checkpoint " + number + " passes " + before);
            }
        }
        lastCheckpoint = number;
    }

    @Override
    public synchronized void checkpointShardEnd() {
        if (done.size() + discarded.size() != fetched) {
            violations.add("SHARD_END with " + done.size() + " done of " + fetched);
        }
        endIsWritten = true;
    }

    private DataRecord record(int number) {
        return new DataRecord(
                ByteBuffer.allocate(RECORD_BYTES), key(number), new Position(Integer.toString(number), 0), number);
    }

    private synchronized void begin(Received batch) {
        for (int number : batch.numbers()) {
            if (done.contains(number) || discarded.contains(number)) {
                violations.add(number + " was done and is delivered again");
            }
            if (!received.add(number)) {
                redelivered.add(number);
            }
            int before = number - KEYS;
            if (before >= 1
                    && !done.contains(before)
                    && !discarded.contains(before)
                    && !batch.numbers().contains(before)) {
                violations.add(number + " is delivered before " + before + " of its key");
            }
            Integer lane = busyKeys.putIfAbsent(key(number), batch.lane());
            if (lane != null && lane != batch.lane()) {
                violations.add(key(number) + " has two lanes");
            }
        }
    }

    private synchronized void done(List<Integer> numbers) {
        done.addAll(numbers);
    }

    /** A batch as its processor sees it. */
    final class Received {
        private final ProcessRecords message;
        private final int lane;
        private final ConnectionEvents events;

        Received(ProcessRecords message, int lane, ConnectionEvents events) {
            this.message = message;
            this.lane = lane;
            this.events = events;
        }

        int lane() {
            return lane;
        }

        List<Integer> numbers() {
            return message.records().stream()
                    .map(record -> Integer.valueOf(record.position().sequenceNumber()))
                    .toList();
        }

        List<String> keys() {
            return message.records().stream().map(DataRecord::partitionKey).toList();
        }

        boolean isRetry() {
            return message.attempt() > 1;
        }

        /** Checkpoints everything so far. {@return the error of the reply, or null} */
        String checkpoint() throws InterruptedException {
            done(numbers()); // before the request: its answer may let the daemon write
            return events.checkpoint(Action.PROCESS_RECORDS, new CheckpointRequest(null, null, null))
                    .error();
        }
    }

    private final class Destination implements FailureDestination {
        @Override
        public void send(DiscardedRecords records) {
            synchronized (ParallelDelivery.this) {
                records.records()
                        .forEach(record ->
                                discarded.add(Integer.valueOf(record.position().sequenceNumber())));
            }
        }

        @Override
        public void close() {}
    }

    private final class Connection implements ProcessorConnection {
        private final ConnectionEvents events;
        private int lane;
        private boolean crashed;

        Connection(ConnectionEvents events) {
            this.events = events;
        }

        @Override
        public Outcome ask(ActionMessage action, StatusDeadline deadline) throws InterruptedException {
            if (crashed) {
                violations.add("a crashed connection is used");
            }
            if (action instanceof Initialize initialize) {
                lane = initialize.lane();
                initialized.add(lane + " of " + initialize.lanes());
            } else if (action instanceof ProcessRecords message) {
                return process(new Received(message, lane, events));
            } else {
                actions.add(lane + " " + action.wireName());
            }
            return new Outcome.Answered(new Status(action.wireName()));
        }

        private Outcome process(Received batch) throws InterruptedException {
            begin(batch);
            Answer answer = processor.on(batch);
            if (answer.crashes()) {
                crashed = true;
                return new Outcome.Failed(new Failure(Cause.EXITED, "exited", "", List.of()));
            }
            if (answer.error() != null) {
                return new Outcome.Answered(new Status("processRecords", new BatchFailure(answer.error(), List.of())));
            }
            if (answer.failsAt() >= 0) {
                done(batch.numbers().subList(0, answer.failsAt()));
                String item = batch.numbers().get(answer.failsAt()).toString();
                return new Outcome.Answered(new Status("processRecords", new BatchFailure(null, List.of(item))));
            }
            done(batch.numbers());
            return new Outcome.Answered(new Status("processRecords"));
        }

        @Override
        public Optional<Failure> faultWhileIdle() {
            return Optional.empty();
        }

        @Override
        public String id() {
            return "lane " + lane;
        }

        @Override
        public void stop(StopUrgency urgency) {}

        @Override
        public void kill() {}
    }
}
