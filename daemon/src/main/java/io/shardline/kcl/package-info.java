/**
 * Everything that imports the KCL: its configuration, the life cycle of the scheduler, and the adapters between its
 * callbacks and {@link io.shardline.shard.ShardSession}.
 *
 * <p>The KCL's executor threads call {@link io.shardline.kcl.KclShardProcessor}, one at a time for a shard.
 */
package io.shardline.kcl;
