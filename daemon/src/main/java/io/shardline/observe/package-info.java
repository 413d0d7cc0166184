/**
 * What can be seen of the daemon from outside: Micrometer meters, and a snapshot of every shard for health and status.
 *
 * <p>Sessions report to a {@link io.shardline.observe.ShardMonitor}; readers of any thread look through
 * {@link io.shardline.observe.DaemonMonitor}. No HTTP here; imports nothing of ours.
 */
package io.shardline.observe;
