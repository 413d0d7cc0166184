/**
 * What a session needs from the outside: its lease, checkpoints, records to replay, the on-failure destination. Higher
 * packages implement these interfaces.
 */
@NullMarked
package io.shardline.shard.port;

import org.jspecify.annotations.NullMarked;
