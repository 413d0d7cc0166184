/**
 * The life of one shard on this daemon: its session, its lanes with their connections to the processor, and the carrying
 * out of failure decisions.
 *
 * <p>{@link io.shardline.shard.ShardSession} is the way in, called by one KCL thread at a time. What it needs from the
 * outside are the ports {@link io.shardline.shard.port.Checkpointer}, {@link io.shardline.shard.port.RecordSource},
 * {@link io.shardline.shard.port.Lease} and {@link io.shardline.shard.port.FailureDestination}, in plain Java. No type of the KCL and
 * no process is known here.
 */
@NullMarked
package io.shardline.shard;

import org.jspecify.annotations.NullMarked;
