package io.shardline.shard.policy;

import io.shardline.failure.RetryPolicy;
import io.shardline.filter.RecordFilter;
import java.util.Optional;

/**
 * What the user wants to happen with batches, from their making to their checkpoint.
 *
 * @param filter chooses the records that processors receive; empty: all
 * @param limits how large they are
 * @param retry what follows a failed one
 * @param failWithoutCheckpoint whether one without a checkpoint that covers it counts as failed
 * @param showAttempt whether the processor is told which attempt it is
 * @param checkpoints who checkpoints, and when
 * @param holdForDestination whether a shard waits for a destination that cannot be reached; else it goes on
 */
public record BatchPolicies(
        Optional<RecordFilter> filter,
        BatchLimits limits,
        RetryPolicy retry,
        boolean failWithoutCheckpoint,
        boolean showAttempt,
        CheckpointMode checkpoints,
        boolean holdForDestination) {

    /** Policies without a filter. */
    public BatchPolicies(
            BatchLimits limits,
            RetryPolicy retry,
            boolean failWithoutCheckpoint,
            boolean showAttempt,
            CheckpointMode checkpoints,
            boolean holdForDestination) {
        this(Optional.empty(), limits, retry, failWithoutCheckpoint, showAttempt, checkpoints, holdForDestination);
    }

    /** {@return the same policies with a filter} */
    public BatchPolicies filteredBy(RecordFilter patterns) {
        return new BatchPolicies(
                Optional.of(patterns),
                limits,
                retry,
                failWithoutCheckpoint,
                showAttempt,
                checkpoints,
                holdForDestination);
    }

    /** As the original, except that a failed batch comes again. */
    public static final BatchPolicies NONE = new BatchPolicies(
            BatchLimits.AS_DELIVERED, RetryPolicy.UNLIMITED, false, false, new CheckpointMode.Processor(), true);
}
