/**
 * What operators can see of the daemon: Micrometer meters, and a snapshot of every shard for health and status.
 *
 * <p>Sessions report to a {@link io.shardline.observe.ShardMonitor}; any thread reads from
 * {@link io.shardline.observe.ApplicationMonitor}. Contains no HTTP and imports {@code stream} only.
 */
package io.shardline.observe;
