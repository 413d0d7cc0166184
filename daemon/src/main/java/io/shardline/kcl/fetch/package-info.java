/**
 * The way of a fetch from Kinesis to the session: what the KCL's publishers hand out is written down in a
 * {@link io.shardline.kcl.fetch.FetchLedger}, and {@link io.shardline.kcl.fetch.ShardTasks} deliver it in order, those
 * fetches first that the KCL dropped on the way. Aggregated records are taken apart here.
 *
 * <p>May import {@code shard}'s values, {@code protocol}'s values and nothing else of ours.
 */
package io.shardline.kcl.fetch;
