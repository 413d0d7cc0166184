package io.shardline.shard.checkpoint;

import io.shardline.protocol.Position;

/** Carries out the checkpoints that a processor requests. Used under the lane's lock. */
public interface RequestedCheckpoints {

    /** Checkpoints a record. */
    CheckpointResult write(Position position) throws InterruptedException;

    /** Checkpoints the end of the shard. */
    CheckpointResult writeShardEnd() throws InterruptedException;
}
