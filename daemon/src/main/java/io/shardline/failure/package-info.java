/**
 * Decides what to do after a processor or a batch has failed. Pure functions on values: no clock, no side effects, no state.
 * Imports no other package of the daemon. {@code shard} carries out the decisions.
 *
 * <p>{@link io.shardline.failure.ProcessorFailurePolicy} decides about processors, {@link io.shardline.failure.RetryPolicy} about
 * batches; {@link io.shardline.failure.FailedRanges} keeps the failed records of a shard.
 */
@NullMarked
package io.shardline.failure;

import org.jspecify.annotations.NullMarked;
