package io.shardline.observe;

import io.shardline.stream.ShardRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One shard at one moment.
 *
 * @param pid the present child; 0 if there is none
 * @param childSince when the present child was started; empty if there is none
 * @param failures how many children have failed in this lease
 * @param lastFailure what the last failure was
 * @param lastFailureAt when it was
 * @param millisBehindLatest the lag; -1 if not known. Grows while a batch is being processed
 * @param checkpoint the last durable checkpoint of this lease: a position, or SHARD_END
 * @param checkpointAt when it was written
 * @param records records that were sent in this lease, replayed ones included
 * @param bytes their payload
 * @param lastBatch how long the last batch took
 * @param workSince since when the session has had something to do that is not done: a batch, a restart, a replay
 * @param attempt how often in a row the present work has failed, or which attempt of a failed batch is next
 * @param events what became of the records in this lease
 * @param nextTry when the present work is tried again; empty if nothing is waited for
 * @param anomalies what was odd about its records
 * @param lanes its lanes; empty if there is only one
 */
public record ShardStatus(
        ShardRef shard,
        State state,
        long pid,
        Optional<Instant> childSince,
        long failures,
        Optional<String> lastFailure,
        Optional<Instant> lastFailureAt,
        long millisBehindLatest,
        Optional<String> checkpoint,
        Optional<Instant> checkpointAt,
        long records,
        long bytes,
        Duration lastBatch,
        Optional<Instant> workSince,
        int attempt,
        EventCounts events,
        Optional<Instant> nextTry,
        Anomalies anomalies,
        List<LaneStatus> lanes) {

    /**
     * What was odd about the shard's records in this lease.
     *
     * @param undecodable records marked as aggregates that could not be taken apart and were delivered as they are
     * @param foreign aggregated records with hash keys of other shards, which were not delivered
     * @param droppedFetches fetches that the KCL dropped and that were delivered all the same
     */
    public record Anomalies(long undecodable, long foreign, long droppedFetches) {}

    /** The state of a session. */
    public enum State {
        /** A child is being started and initialized. */
        STARTING,
        /** A child waits for records. */
        IDLE,
        /** A child has a batch. */
        PROCESSING,
        /** A new child is given again what the last one had not checkpointed. */
        REPLAYING,
        /** The last child failed; a new one is started after a pause. */
        BACKING_OFF;

        /** {@return the name as a label value} */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@return for how long there has been work without progress; zero if there is nothing to do} */
    public Duration withoutProgress(Instant now) {
        return workSince.map(since -> Duration.between(since, now)).orElse(Duration.ZERO);
    }
}
