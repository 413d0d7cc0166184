package io.shardline.shard.state;

import io.shardline.observe.ShardMonitor;
import io.shardline.stream.ShardRef;

/**
 * What every part of one lane needs.
 *
 * @param session the session of the lane
 * @param lane the number of the lane in its session, from 0
 * @param progress how far the lane has come in this lease
 * @param monitor shows the lane to the outside
 */
public record LaneContext(SessionContext session, int lane, LaneProgress progress, ShardMonitor monitor) {

    /** {@return the context of the only lane of a session} */
    public static LaneContext only(SessionContext session) {
        return new LaneContext(session, 0, session.progress(), session.monitor());
    }

    public ShardRef shard() {
        return session.shard();
    }

    public SessionEndWatch endWatch() {
        return session.endWatch();
    }

    public SessionLifecycle lifecycle() {
        return session.lifecycle();
    }
}
