package io.shardline.shard;

import io.shardline.protocol.Position;
import io.shardline.shard.checkpoint.CheckpointResult;
import io.shardline.shard.checkpoint.DaemonCheckpoints;
import io.shardline.shard.checkpoint.RequestedCheckpoints;

/**
 * The checkpoints of a processor that has one of several lanes. A position in one lane says nothing about the records
 * before it in other lanes, so a checkpoint only counts for the lane, and the daemon checkpoints the watermark.
 */
final class LaneAcknowledgements implements RequestedCheckpoints {
    private final ParallelLaneProgress progress;
    private final DaemonCheckpoints daemonCheckpoints;

    LaneAcknowledgements(ParallelLaneProgress progress, DaemonCheckpoints daemonCheckpoints) {
        this.progress = progress;
        this.daemonCheckpoints = daemonCheckpoints;
    }

    @Override
    public CheckpointResult write(Position position) {
        progress.acknowledge(position);
        progress.watermark().ifPresent(daemonCheckpoints::advance);
        return CheckpointResult.DURABLE;
    }

    /** The daemon writes the end of the shard once every lane has answered. */
    @Override
    public CheckpointResult writeShardEnd() {
        return CheckpointResult.DURABLE;
    }
}
