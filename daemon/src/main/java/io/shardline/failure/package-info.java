/**
 * What to do when a processor or a batch failed: pure decisions over values. No clock, no action, no state; imports
 * nothing of ours. {@code shard} carries the decisions out.
 *
 * <p>{@link io.shardline.failure.FailurePolicy} decides about children, {@link io.shardline.failure.RetryPolicy} about
 * batches; {@link io.shardline.failure.RetryPlan} remembers what failed.
 */
@NullMarked
package io.shardline.failure;

import org.jspecify.annotations.NullMarked;
