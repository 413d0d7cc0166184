package io.shardline.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.shardline.stream.ShardRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What one session, or one of its lanes, reports. Its methods are called by the session, one thread at a time; {@link
 * #status} by anybody. Costs a few counters per batch and nothing per record.
 */
public final class ShardMonitor {
    private final ShardRef shard;
    private final Clock clock;
    private final Consumer<ShardMonitor> onEnd;
    private final SessionCounters counters;
    private final EventCounters events;
    private final RecordAnomalies anomalies;
    private final WorkProgress work;
    private final Lag lag;
    private final List<ShardMonitor> lanes = new CopyOnWriteArrayList<>();
    private final List<Supplier<LaneStatus.Backlog>> backlogs = new CopyOnWriteArrayList<>();

    private long pid;
    private Optional<Instant> childSince = Optional.empty();
    private long failures;
    private Optional<String> lastFailure = Optional.empty();
    private Optional<Instant> lastFailureAt = Optional.empty();
    private Optional<String> checkpoint = Optional.empty();
    private Optional<Instant> checkpointAt = Optional.empty();
    private long records;
    private long bytes;
    private Duration lastBatch = Duration.ZERO;

    ShardMonitor(MeterRegistry registry, ShardRef shard, Clock clock, Consumer<ShardMonitor> onEnd) {
        this(
                shard,
                clock,
                onEnd,
                new SessionCounters(registry, shard),
                new EventCounters(registry, ShardMeters.tags(shard)));
    }

    private ShardMonitor(
            ShardRef shard, Clock clock, Consumer<ShardMonitor> onEnd, SessionCounters counters, EventCounters events) {
        this.shard = shard;
        this.clock = clock;
        this.onEnd = onEnd;
        this.counters = counters;
        this.events = events;
        this.anomalies = new RecordAnomalies(counters);
        this.work = new WorkProgress(clock);
        this.lag = new Lag(clock);
    }

    /** {@return the counters of the shard's records} */
    public EventCounters events() {
        return events;
    }

    /** {@return what is only counted, and changes no status} */
    public SessionCounters counters() {
        return counters;
    }

    /** {@return what is noticed about the shard's records while they are read} */
    public RecordAnomalies anomalies() {
        return anomalies;
    }

    /**
     * Records came from the stream.
     *
     * @param count all of them
     * @param filteredOut those that no processor receives
     * @param millisBehindLatest the lag in milliseconds; null if not known
     */
    public synchronized void fetched(int count, int filteredOut, Long millisBehindLatest) {
        events.polled(count, filteredOut);
        if (count > 0 && count == filteredOut) {
            // No batch will tell the lag of the shard.
            lag.reported(millisBehindLatest);
        }
    }

    /**
     * Opens a part of the shard that is worked on at the same time as the others. Its meters are those of the shard.
     *
     * @param backlog returns the lane's records that are not done; called by any thread
     * @return what the lane reports to; the session reports only checkpoints and its end itself from now on
     */
    public ShardMonitor openLane(Supplier<LaneStatus.Backlog> backlog) {
        ShardMonitor lane = new ShardMonitor(shard, clock, ended -> {}, counters, events);
        backlogs.add(backlog);
        lanes.add(lane);
        return lane;
    }

    /** A child is there and is initialized. */
    public synchronized void childStarted(long newPid) {
        pid = newPid;
        childSince = Optional.of(clock.instant());
        work.connected();
    }

    /** The processor has received everything up to the next batch. */
    public synchronized void idle() {
        work.idle();
    }

    /** The shard is at its end, and the processor is asked to say that it has heard. */
    public synchronized void ending() {
        work.shardIsEnding();
    }

    /** The unfinished batch of the previous connection turned out to be done. */
    public synchronized void batchWasDone() {
        work.batchWasDone();
    }

    /**
     * The child failed.
     *
     * @param cause the kind, a label value
     * @param message what happened
     */
    public synchronized void failed(String cause, String message, int failuresInARow) {
        pid = 0;
        childSince = Optional.empty();
        failures++;
        lastFailureIs(message);
        work.disconnected(failuresInARow);
        counters.connectionFailed(cause);
    }

    /**
     * A batch is sent.
     *
     * @param millisBehindLatest the lag in milliseconds; null if not known
     */
    public synchronized void batchSent(int count, long payload, Long millisBehindLatest) {
        work.batchSent();
        events.invoked(count);
        records += count;
        bytes += payload;
        counters.batchSent(count, payload);
        lag.reported(millisBehindLatest);
    }

    /** The child has answered a batch. */
    public synchronized void batchDone(Duration took) {
        lastBatch = took;
        counters.batchAnswered(took);
        work.batchAnswered();
    }

    /** A new child is about to be given again what the last one had not checkpointed. */
    public synchronized void replaying() {
        work.replaying();
    }

    /** Records are sent a second time. */
    public synchronized void replayed(int count) {
        work.replayed(count);
        counters.replayed(count);
    }

    /**
     * A batch was delivered and is not done.
     *
     * @param cause the kind, a label value
     * @param message what happened
     */
    public synchronized void batchFailed(String cause, String message) {
        lastFailureIs(message);
        work.batchFailed();
        counters.batchFailed(cause);
    }

    /**
     * A failed batch comes again.
     *
     * @param nextAttempt which attempt it will be
     * @param pause when
     */
    public synchronized void retries(int nextAttempt, Duration pause) {
        work.retries(nextAttempt, pause);
        counters.batchRetried();
    }

    /** Nothing is tried for so long. */
    public synchronized void pausing(Duration pause) {
        work.pausing(pause);
    }

    /** A part of the work is done for good. */
    public synchronized void advanced() {
        work.advanced();
    }

    /**
     * Records were discarded; the on-failure destination has them, if there is one.
     *
     * @param condition why, a label value
     */
    public synchronized void discarded(String condition, int count) {
        work.discarded();
        events.dropped(count);
        counters.discarded(condition, count);
    }

    /**
     * The shard waits until the on-failure destination accepts its discarded records.
     *
     * @param why the error of the destination
     * @param pause the time until the next attempt
     */
    public synchronized void waitingForDestination(String why, Duration pause) {
        lastFailureIs(why);
        work.batchFailed();
        work.pausing(pause);
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
        checkpoint = Optional.of(position);
        checkpointAt = Optional.of(clock.instant());
        work.checkpointed();
        counters.checkpointed();
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
                        own(),
                        lanes.stream().map(ShardMonitor::status).toList(),
                        backlogs.stream().map(Supplier::get).toList());
    }

    private synchronized ShardStatus own() {
        return new ShardStatus(
                shard,
                work.state(),
                pid,
                childSince,
                failures,
                lastFailure,
                lastFailureAt,
                lag.now(work.since().isPresent()),
                checkpoint,
                checkpointAt,
                records,
                bytes,
                lastBatch,
                work.since(),
                work.attempt(),
                events.counts(),
                work.nextTry(),
                anomalies.counts(),
                List.of());
    }

    private void lastFailureIs(String message) {
        lastFailure = Optional.of(message);
        lastFailureAt = Optional.of(clock.instant());
    }

    /** {@return the lag in milliseconds; not a number if it is not known} */
    double lag() {
        long millis = status().millisBehindLatest();
        return millis == Lag.UNKNOWN ? Double.NaN : millis;
    }

    /** {@return the seconds since the last durable checkpoint of this lease; not a number if there is none} */
    synchronized double checkpointAge() {
        return checkpointAt
                .map(at -> Duration.between(at, clock.instant()).toMillis() / 1000.0)
                .orElse(Double.NaN);
    }
}
