/**
 * What to do when a processor failed: pure decisions over values. No clock, no action, no state; imports nothing of
 * ours. {@code shard} carries the decisions out.
 */
package io.shardline.failure;
