/**
 * Everything that imports the KCL: its configuration, the scheduler's life, and the adapters between its
 * callbacks and {@link io.shardline.shard.ShardSession}.
 *
 * <p>May import {@code config}, {@code aws}, {@code shard}, {@code protocol}'s values, {@code observe} and {@code concurrent}. The
 * KCL's executor threads call {@link io.shardline.kcl.KclShardProcessor}, one at a time for a shard.
 */
package io.shardline.kcl;
