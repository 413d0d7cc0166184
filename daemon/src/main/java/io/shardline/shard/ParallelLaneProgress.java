package io.shardline.shard;

import io.shardline.protocol.Position;
import io.shardline.shard.state.LaneProgress;
import io.shardline.shard.state.ShardProgress;
import java.util.Optional;

/**
 * The progress of one of several lanes. What the lane's processor is done with is never replayed: the daemon checkpoints
 * it when the other lanes have come as far.
 */
final class ParallelLaneProgress implements LaneProgress {
    private final ShardProgress shard;
    private final OutstandingRecords outstanding;
    private final int lane;
    private Optional<Position> lastDone = Optional.empty();
    private Optional<Position> acknowledged = Optional.empty();

    ParallelLaneProgress(ShardProgress shard, OutstandingRecords outstanding, int lane) {
        this.shard = shard;
        this.outstanding = outstanding;
        this.lane = lane;
    }

    /** The processor has checkpointed this record: its batch counts as done up to there, even if it fails afterwards. */
    void acknowledge(Position position) {
        acknowledged = Optional.of(position);
        advance(position);
    }

    @Override
    public Optional<Position> durable() {
        return later(acknowledged, shard.durable());
    }

    /** The shard's checkpoint may be after all records of this lane, and repeating the lane's last one is no fault. */
    @Override
    public Optional<Position> checkpointed() {
        return acknowledged;
    }

    @Override
    public void advance(Position position) {
        lastDone = later(lastDone, Optional.of(position));
        outstanding.done(lane, position);
    }

    @Override
    public Optional<Position> lastDone() {
        return lastDone;
    }

    @Override
    public Optional<Position> watermark() {
        return outstanding.watermark();
    }

    @Override
    public boolean needsReplay() {
        return false;
    }

    private static Optional<Position> later(Optional<Position> one, Optional<Position> other) {
        boolean oneIsLater = other.isEmpty() || (one.isPresent() && one.get().isAfter(other.get()));
        return oneIsLater ? one : other;
    }
}
