package io.shardline.shard.port;

import io.shardline.protocol.Position;

/** Makes checkpoints durable. A port; called by the session's thread, and by borrowed threads for the daemon's own checkpoints. */
public interface Checkpointer {

    /** Writes a checkpoint at this record. Returns when it is durable. */
    void checkpoint(Position position) throws CheckpointException;

    /** Writes that the shard is done. Returns when it is durable. */
    void checkpointShardEnd() throws CheckpointException;
}
