package io.shardline.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.shardline.observe.ShardStatus.State;
import io.shardline.stream.ShardRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * What one session reports. Its methods are called by the session, one thread at a time; {@link #status} by anybody.
 * Costs a few counters a batch and nothing a record.
 */
public final class ShardMonitor {
    private static final long UNKNOWN = -1;

    private final MeterRegistry registry;
    private final Tags tags;
    private final ShardRef shard;
    private final Clock clock;
    private final Consumer<ShardMonitor> onEnd;
    private final Counter recordsDelivered;
    private final Counter bytesDelivered;
    private final Counter recordsReplayed;
    private final Timer batches;
    private final Timer destination;
    private final EventCounters events;
    private final List<ShardMonitor> lanes = new CopyOnWriteArrayList<>();

    private State state = State.STARTING;
    private long pid;
    private Instant childSince;
    private long failures;
    private String lastFailure;
    private long millisBehindLatest = UNKNOWN;
    private Instant lagAt;
    private String checkpoint;
    private Instant checkpointAt;
    private long records;
    private long bytes;
    private Duration lastBatch = Duration.ZERO;
    private Instant workSince;
    private int attempt;
    private boolean batchIsOpen;
    private long replayedNow;
    private long replayedFurthest;
    private Instant lastFailureAt;
    private boolean replaying;
    private Instant nextTry;
    private long undecodable;
    private long foreign;
    private long droppedFetches;

    ShardMonitor(MeterRegistry registry, ShardRef shard, Clock clock, Consumer<ShardMonitor> onEnd) {
        this(registry, shard, clock, onEnd, new EventCounters(registry, ShardMeters.tags(shard)));
    }

    private ShardMonitor(
            MeterRegistry registry, ShardRef shard, Clock clock, Consumer<ShardMonitor> onEnd, EventCounters events) {
        this.registry = registry;
        this.tags = ShardMeters.tags(shard);
        this.shard = shard;
        this.clock = clock;
        this.onEnd = onEnd;
        this.workSince = clock.instant();
        this.events = events;
        this.recordsDelivered =
                counter("shardline.records.delivered", "Records delivered to the processor, including replayed ones");
        this.bytesDelivered = Counter.builder("shardline.bytes.delivered")
                .description("Payload delivered to the processor")
                .tags(tags)
                .register(registry);
        this.recordsReplayed =
                counter("shardline.replayed.records", "Records delivered again because they were not checkpointed");
        this.batches = Timer.builder("shardline.batch")
                .description("Processing time of a batch")
                .tags(tags)
                .register(registry);
        this.destination = Timer.builder("shardline.on.failure")
                .description("Duration of calls to the on-failure destination")
                .tags(tags)
                .register(registry);
    }

    /** {@return the counters of the shard's records} */
    public EventCounters events() {
        return events;
    }

    /**
     * Records came from the stream.
     *
     * @param count all of them
     * @param filteredOut those that no processor receives
     * @param lag milliseconds behind the latest record; null if not known
     */
    public synchronized void fetched(int count, int filteredOut, Long lag) {
        events.polled(count, filteredOut);
        if (count > 0 && count == filteredOut) {
            // No batch will tell the lag of the shard.
            millisBehindLatest = lag == null ? UNKNOWN : lag;
            lagAt = clock.instant();
        }
    }

    /**
     * Opens a part of the shard that is worked on at the same time as the others. Its meters are those of the shard.
     *
     * @return what the lane reports to; the session reports only checkpoints and its end itself from now on
     */
    public ShardMonitor openLane() {
        ShardMonitor lane = new ShardMonitor(registry, shard, clock, ended -> {}, events);
        lanes.add(lane);
        return lane;
    }

    /** A child is there and is initialized. */
    public synchronized void childStarted(long newPid) {
        state = State.STARTING;
        pid = newPid;
        childSince = clock.instant();
        replayedNow = 0;
        replaying = false;
    }

    /** The processor has received everything up to the next batch. */
    public synchronized void idle() {
        state = State.IDLE;
        replaying = false;
        if (!batchIsOpen) {
            workIsDone();
        }
    }

    /** The shard is at its end, and the processor is asked to say that it has heard. */
    public synchronized void ending() {
        state = State.PROCESSING;
        batchIsOpen = true;
        beginWork();
    }

    /** The unfinished batch of the previous connection turned out to be done. */
    public synchronized void batchWasDone() {
        batchIsOpen = false;
        workIsDone();
    }

    /**
     * The child failed.
     *
     * @param cause the kind, a label value
     * @param message what happened
     */
    public synchronized void failed(String cause, String message, int failuresInARow) {
        state = State.BACKING_OFF;
        pid = 0;
        childSince = null;
        failures++;
        attempt = failuresInARow;
        lastFailure = message;
        lastFailureAt = clock.instant();
        beginWork();
        counter("shardline.child.restarts", "Children that failed and were replaced", "cause", cause)
                .increment();
    }

    /**
     * A batch is sent.
     *
     * @param lag milliseconds behind the latest record; null if not known
     */
    public synchronized void batchSent(int count, long payload, Long lag) {
        state = replaying ? State.REPLAYING : State.PROCESSING;
        batchIsOpen |= !replaying;
        nextTry = null;
        beginWork();
        events.invoked(count);
        records += count;
        bytes += payload;
        recordsDelivered.increment(count);
        bytesDelivered.increment((double) payload);
        millisBehindLatest = lag == null ? UNKNOWN : lag;
        lagAt = clock.instant();
    }

    /** The child has answered a batch. */
    public synchronized void batchDone(Duration took) {
        lastBatch = took;
        batches.record(took);
        if (replaying) {
            // A child that fails at the same record of every replay makes no progress, however often it is replayed.
            if (replayedNow > replayedFurthest) {
                replayedFurthest = replayedNow;
                workSince = clock.instant();
            }
        } else {
            state = State.IDLE;
            batchIsOpen = false;
            workIsDone();
        }
    }

    private void workIsDone() {
        workSince = null;
        nextTry = null;
        attempt = 0;
        replayedFurthest = 0;
    }

    /** A new child is about to be given again what the last one had not checkpointed. */
    public synchronized void replaying() {
        state = State.REPLAYING;
        replaying = true;
        nextTry = null;
    }

    /** Records are sent a second time. */
    public synchronized void replayed(int count) {
        replayedNow += count;
        recordsReplayed.increment(count);
    }

    /**
     * A batch was delivered and is not done.
     *
     * @param cause the kind, a label value
     * @param message what happened
     */
    public synchronized void batchFailed(String cause, String message) {
        lastFailure = message;
        lastFailureAt = clock.instant();
        beginWork();
        counter("shardline.batch.failures", "Batches that failed", "cause", cause)
                .increment();
    }

    /**
     * A failed batch comes again.
     *
     * @param nextAttempt which attempt it will be
     * @param pause when
     */
    public synchronized void retries(int nextAttempt, Duration pause) {
        attempt = nextAttempt - 1;
        pausing(pause);
        counter("shardline.batch.retries", "Deliveries of batches that had failed before")
                .increment();
    }

    /** Nothing is tried for so long. */
    public synchronized void pausing(Duration pause) {
        state = State.BACKING_OFF;
        nextTry = clock.instant().plus(pause);
    }

    /** A failed batch is split in two. */
    public void bisected() {
        counter("shardline.bisections", "Failed batches that were split in two").increment();
    }

    /** A part of the work is done for good. */
    public synchronized void advanced() {
        if (workSince != null) {
            workSince = clock.instant();
        }
    }

    /**
     * Records were discarded; the on-failure destination has them, if there is one.
     *
     * @param condition why, a label value
     */
    public synchronized void discarded(String condition, int count) {
        advanced();
        attempt = 0;
        events.dropped(count);
        counter("shardline.records.discarded", "Records that were discarded", "condition", condition)
                .increment(count);
    }

    /** A call to the on-failure destination has ended, with success or not. */
    public void destinationCalled(Duration took) {
        destination.record(took);
    }

    /**
     * The shard waits until the on-failure destination accepts its discarded records.
     *
     * @param why the error of the destination
     * @param pause the time until the next attempt
     */
    public synchronized void waitingForDestination(String why, Duration pause) {
        lastFailure = why;
        lastFailureAt = clock.instant();
        beginWork();
        pausing(pause);
    }

    /** {@return the time of all instants here} */
    public Instant now() {
        return clock.instant();
    }

    /**
     * A checkpoint is durable.
     *
     * @param position where, or SHARD_END
     */
    public synchronized void checkpointed(String position) {
        checkpoint = position;
        checkpointAt = clock.instant();
        if (workSince != null) {
            // A processor that checkpoints within a long batch moves on.
            workSince = checkpointAt;
            replayedFurthest = 0;
        }
        countCheckpoint("ok");
    }

    /**
     * A checkpoint was refused or failed.
     *
     * @param error the name that the processor was told
     */
    public synchronized void checkpointFailed(String error) {
        countCheckpoint(error);
    }

    /**
     * The processor did what the protocol forbids.
     *
     * @param kind what, a label value
     */
    public void protocolFault(String kind) {
        counter("shardline.protocol.faults", "Lines and messages that the protocol does not allow", "kind", kind)
                .increment();
    }

    /** A record is marked as an aggregate and cannot be taken apart; it is delivered as it is. */
    public synchronized void undecodableRecord() {
        undecodable++;
        counter(
                        "shardline.records.undecodable",
                        "Records that are marked as aggregates and could not be taken apart; delivered as they are")
                .increment();
    }

    /** Aggregated records have hash keys of other shards; they are not delivered. */
    public synchronized void foreignRecords(int count) {
        foreign += count;
        counter("shardline.records.foreign", "Aggregated records with hash keys of other shards; not delivered")
                .increment(count);
    }

    /** The KCL dropped a fetch, which is delivered all the same. */
    public synchronized void droppedFetch() {
        droppedFetches++;
        counter("shardline.fetches.dropped", "Fetches that the KCL dropped; delivered from memory")
                .increment();
    }

    /** Records that were not checkpointed may be gone from the stream. */
    public void agedOut() {
        counter(
                        "shardline.aged.out",
                        "Replays that started later than the checkpoint because records had expired from the stream")
                .increment();
    }

    /** The processor answered the end of the shard without a checkpoint. */
    public void noCheckpointAtShardEnd() {
        counter("shardline.shard.end.without.checkpoint", "Statuses for shardEnded without a checkpoint")
                .increment();
    }

    /** The session is over. */
    public void ended() {
        onEnd.accept(this);
    }

    /** {@return the shard as it is now} */
    public ShardStatus status() {
        return lanes.isEmpty()
                ? own()
                : LaneStatuses.combine(
                        own(), lanes.stream().map(ShardMonitor::status).toList());
    }

    private synchronized ShardStatus own() {
        return new ShardStatus(
                shard,
                state,
                pid,
                Optional.ofNullable(childSince),
                failures,
                Optional.ofNullable(lastFailure),
                Optional.ofNullable(lastFailureAt),
                currentLag(),
                Optional.ofNullable(checkpoint),
                Optional.ofNullable(checkpointAt),
                records,
                bytes,
                lastBatch,
                Optional.ofNullable(workSince),
                attempt,
                events.counts(),
                Optional.ofNullable(nextTry),
                new ShardStatus.Anomalies(undecodable, foreign, droppedFetches));
    }

    /** The lag of the last batch, plus the time since it was sent while it is being processed. */
    private synchronized long currentLag() {
        return millisBehindLatest == UNKNOWN || workSince == null
                ? millisBehindLatest
                : millisBehindLatest
                        + Math.max(0, Duration.between(lagAt, clock.instant()).toMillis());
    }

    private void beginWork() {
        if (workSince == null) {
            workSince = clock.instant();
        }
    }

    /** {@return the lag in milliseconds; not a number if it is not known} */
    double lag() {
        long lag = status().millisBehindLatest();
        return lag == UNKNOWN ? Double.NaN : lag;
    }

    /** {@return the seconds since the last durable checkpoint of this lease; not a number if there is none} */
    synchronized double checkpointAge() {
        return checkpointAt == null
                ? Double.NaN
                : Duration.between(checkpointAt, clock.instant()).toMillis() / 1000.0;
    }

    private void countCheckpoint(String result) {
        counter("shardline.checkpoints", "Checkpoints that processors requested", "result", result)
                .increment();
    }

    private Counter counter(String name, String description, String... more) {
        return Counter.builder(name)
                .description(description)
                .tags(tags.and(more))
                .register(registry);
    }
}
