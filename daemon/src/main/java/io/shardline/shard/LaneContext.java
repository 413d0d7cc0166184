package io.shardline.shard;

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
record LaneContext(SessionContext session, int lane, LaneProgress progress, ShardMonitor monitor) {

    /** {@return the context of the only lane of a session} */
    static LaneContext only(SessionContext session) {
        return new LaneContext(session, 0, session.progress(), session.monitor());
    }

    ShardRef shard() {
        return session.shard();
    }

    SessionGuard guard() {
        return session.guard();
    }

    SessionLifecycle lifecycle() {
        return session.lifecycle();
    }
}
