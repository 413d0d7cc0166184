/**
 * The path of a fetch from Kinesis to the session. {@link io.shardline.kcl.fetch.FetchLedger} records what the KCL's
 * publishers hand out. {@link io.shardline.kcl.fetch.ShardTasks} deliver it in order, including what the KCL dropped.
 * {@link io.shardline.kcl.fetch.Deaggregator} takes aggregated records apart.
 *
 * <p>Imports {@code protocol}'s values and nothing else of ours. Called by the KCL's threads.
 */
package io.shardline.kcl.fetch;
