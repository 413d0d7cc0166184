package io.shardline.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.shardline.stream.ShardRef;
import java.time.Duration;

/** The counters and timers of one shard. All lanes and all sessions of the shard use the same ones. Safe for use from any thread. */
public final class SessionCounters {
    private final MeterRegistry registry;
    private final Tags tags;
    private final Counter recordsDelivered;
    private final Counter bytesDelivered;
    private final Counter recordsReplayed;
    private final Timer batches;
    private final Timer destination;

    SessionCounters(MeterRegistry registry, ShardRef shard) {
        this.registry = registry;
        this.tags = ShardMeters.tags(shard);
        this.recordsDelivered =
                counter("shardline.records.delivered", "Records delivered to the processor, including replayed ones");
        this.bytesDelivered = counter("shardline.bytes.delivered", "Payload delivered to the processor");
        this.recordsReplayed =
                counter("shardline.replayed.records", "Records delivered again because they were not checkpointed");
        this.batches = timer("shardline.batch", "Processing time of a batch");
        this.destination = timer("shardline.on.failure", "Duration of calls to the on-failure destination");
    }

    void batchSent(int records, long payload) {
        recordsDelivered.increment(records);
        bytesDelivered.increment((double) payload);
    }

    void batchAnswered(Duration took) {
        batches.record(took);
    }

    void replayed(int records) {
        recordsReplayed.increment(records);
    }

    /** A call to the on-failure destination has ended, with success or not. */
    public void destinationCalled(Duration took) {
        destination.record(took);
    }

    void connectionFailed(String cause) {
        counter("shardline.child.restarts", "Children that failed and were replaced", "cause", cause)
                .increment();
    }

    void batchFailed(String cause) {
        counter("shardline.batch.failures", "Batches that failed", "cause", cause)
                .increment();
    }

    void batchRetried() {
        counter("shardline.batch.retries", "Deliveries of batches that had failed before")
                .increment();
    }

    /** A failed batch is split in two. */
    public void bisected() {
        counter("shardline.bisections", "Failed batches that were split in two").increment();
    }

    void discarded(String condition, int records) {
        counter("shardline.records.discarded", "Records that were discarded", "condition", condition)
                .increment(records);
    }

    void checkpointed() {
        checkpoint("ok");
    }

    /**
     * A checkpoint was refused or failed.
     *
     * @param error the name that the processor was told
     */
    public void checkpointFailed(String error) {
        checkpoint(error);
    }

    private void checkpoint(String result) {
        counter("shardline.checkpoints", "Checkpoints that processors requested", "result", result)
                .increment();
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

    void undecodableRecord() {
        counter(
                        "shardline.records.undecodable",
                        "Records that are marked as aggregates and could not be taken apart; delivered as they are")
                .increment();
    }

    void foreignRecords(int records) {
        counter("shardline.records.foreign", "Aggregated records with hash keys of other shards; not delivered")
                .increment(records);
    }

    void droppedFetch() {
        counter("shardline.fetches.dropped", "Fetches that the KCL dropped; delivered from memory")
                .increment();
    }

    /** Records that were not checkpointed may be gone from the stream. */
    public void agedOut() {
        counter(
                        "shardline.aged.out",
                        "Times that reading resumed later than the checkpoint because records had expired from the stream")
                .increment();
    }

    /** The processor answered the end of the shard without a checkpoint. */
    public void noCheckpointAtShardEnd() {
        counter("shardline.shard.end.without.checkpoint", "Statuses for shardEnded without a checkpoint")
                .increment();
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name).description(description).tags(tags).register(registry);
    }

    private Counter counter(String name, String description, String... more) {
        return Counter.builder(name)
                .description(description)
                .tags(tags.and(more))
                .register(registry);
    }
}
