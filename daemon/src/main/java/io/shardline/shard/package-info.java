/**
 * The life of one shard on this daemon: its session, the conversation with the present child, and the carrying out of
 * failure decisions.
 *
 * <p>{@link io.shardline.shard.ShardSession} is the way in, called by one KCL thread at a time. What it needs of the
 * outside are the ports {@link io.shardline.shard.Checkpointer}, {@link io.shardline.shard.RecordSource} and
 * {@link io.shardline.shard.Lease}, in plain Java: no KCL type comes in here. May import {@code child},
 * {@code transport}, {@code protocol}, {@code failure}, {@code observe} and {@code concurrent}.
 */
@NullMarked
package io.shardline.shard;

import org.jspecify.annotations.NullMarked;
