package io.shardline.shard;

import io.shardline.failure.RetryPolicy;

/**
 * What the user wants to happen with batches, from their making to their checkpoint.
 *
 * @param limits how large they are
 * @param retry what follows a failed one
 * @param failWithoutCheckpoint whether one without a checkpoint that covers it counts as failed
 * @param showAttempt whether the processor is told which attempt it is
 * @param checkpoints who checkpoints, and when
 * @param holdForDestination whether a shard waits for a destination that cannot be reached; else it goes on
 */
public record BatchPolicies(
        BatchLimits limits,
        RetryPolicy retry,
        boolean failWithoutCheckpoint,
        boolean showAttempt,
        CheckpointMode checkpoints,
        boolean holdForDestination) {

    /** As the original, except that a failed batch comes again. */
    public static final BatchPolicies NONE = new BatchPolicies(
            BatchLimits.AS_DELIVERED, RetryPolicy.UNLIMITED, false, false, new CheckpointMode.Processor(), true);
}
