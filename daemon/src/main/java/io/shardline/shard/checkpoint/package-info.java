/**
 * The checkpoints of a session: those that a processor requests and those that the daemon writes itself, through one
 * writer.
 */
@NullMarked
package io.shardline.shard.checkpoint;

import org.jspecify.annotations.NullMarked;
