package io.shardline.config.batch;

import io.shardline.config.key.Require;
import io.shardline.filter.RecordFilter;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * How batches are made, what follows when one fails, and who checkpoints.
 *
 * @param size the maximum number of records; empty: as the KCL delivers them
 * @param bytes the maximum payload; empty: no limit
 * @param window how long records are gathered; zero: not at all
 * @param filter chooses the records that processors receive; empty: all
 * @param maximumRetryAttempts -1: without limit
 * @param maximumRecordAge empty: records are never too old
 * @param bisect whether a failed batch is split in two
 * @param failWithoutCheckpoint whether a batch has failed if it is answered without a checkpoint that covers it
 * @param failurePattern a line on stderr in which it is found means that the batch has failed
 * @param daemonCheckpointInterval the daemon checkpoints at most once in this time, zero: after every successful batch;
 *     empty: the processor checkpoints
 * @param daemonCheckpointsShardEnd whether the daemon checkpoints the end of a shard if the processor does not
 * @param parallelizationFactor the number of lanes of a shard
 * @param maxLaneBacklogBytes the payload, in bytes, of the records of a shard with several lanes that are not done, above
 *     which no more are taken
 */
public record BatchSettings(
        OptionalInt size,
        OptionalLong bytes,
        Duration window,
        Optional<RecordFilter> filter,
        int maximumRetryAttempts,
        Optional<Duration> maximumRecordAge,
        boolean bisect,
        boolean failWithoutCheckpoint,
        Optional<Pattern> failurePattern,
        Optional<Duration> daemonCheckpointInterval,
        boolean daemonCheckpointsShardEnd,
        int parallelizationFactor,
        long maxLaneBacklogBytes) {

    /** Checks the values. */
    public BatchSettings {
        size.ifPresent(records -> Require.atLeast("size", 1, records));
        bytes.ifPresent(limit -> Require.atLeast("bytes", 1, limit));
        Require.notNegative("window", window);
        Require.atLeast("maximumRetryAttempts", -1, maximumRetryAttempts);
        maximumRecordAge.ifPresent(age -> Require.positive("maximumRecordAge", age));
        Require.atLeast("parallelizationFactor", 1, parallelizationFactor);
        Require.atLeast("maxLaneBacklogBytes", 1, maxLaneBacklogBytes);
        daemonCheckpointInterval.ifPresent(interval -> Require.notNegative("daemonCheckpointInterval", interval));
    }

    /** {@return whether anything but endless retries can follow a failure, or more than a dead processor is a failure} */
    public boolean hasFailurePolicy() {
        return canDiscard() || bisect || failWithoutCheckpoint || failurePattern.isPresent();
    }

    /** {@return whether retries have an end, after which records are discarded} */
    public boolean canDiscard() {
        return maximumRetryAttempts >= 0 || maximumRecordAge.isPresent();
    }
}
