package io.shardline.observe;

import io.shardline.observe.ShardStatus.State;

/**
 * One lane of a shard that has several, at one moment.
 *
 * @param lane its number, from 0
 * @param state the state of its processor
 * @param backlog its records that are not done
 */
public record LaneStatus(int lane, State state, Backlog backlog) {
    /**
     * The records of a lane that are neither done nor discarded.
     *
     * @param records how many
     * @param bytes their payload
     * @param holdsCheckpoint whether the first of them is the first record of the shard that is not done, so that the
     *     checkpoint cannot advance
     */
    public record Backlog(long records, long bytes, boolean holdsCheckpoint) {}
}
