package io.shardline.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Makes one status of those of several lanes: the shard has the lag and the waiting time of its worst lane. */
final class LaneStatuses {

    private LaneStatuses() {}

    /**
     * Combines the lanes of a shard.
     *
     * @param session what the session itself reports: checkpoints, and what is noticed while the shard is read
     * @param lanes at least one
     * @param backlogs those of the lanes, in the same order
     */
    static ShardStatus combine(ShardStatus session, List<ShardStatus> lanes, List<LaneStatus.Backlog> backlogs) {
        ShardStatus worst = lanes.stream()
                .min(Comparator.comparing(lane -> lane.workSince().orElse(Instant.MAX)))
                .orElseThrow();
        Optional<ShardStatus> failed = lanes.stream()
                .filter(lane -> lane.lastFailureAt().isPresent())
                .max(Comparator.comparing(lane -> lane.lastFailureAt().orElseThrow()));
        return new ShardStatus(
                session.shard(),
                worst.state(),
                worst.pid(),
                worst.childSince(),
                lanes.stream().mapToLong(ShardStatus::failures).sum(),
                failed.flatMap(ShardStatus::lastFailure),
                failed.flatMap(ShardStatus::lastFailureAt),
                lanes.stream().mapToLong(ShardStatus::millisBehindLatest).max().orElseThrow(),
                session.checkpoint(),
                session.checkpointAt(),
                lanes.stream().mapToLong(ShardStatus::records).sum(),
                lanes.stream().mapToLong(ShardStatus::bytes).sum(),
                lanes.stream()
                        .map(ShardStatus::lastBatch)
                        .max(Duration::compareTo)
                        .orElseThrow(),
                worst.workSince(),
                worst.attempt(),
                session.events(),
                worst.nextTry(),
                session.anomalies(),
                IntStream.range(0, lanes.size())
                        .mapToObj(lane -> new LaneStatus(lane, lanes.get(lane).state(), backlogs.get(lane)))
                        .toList());
    }
}
