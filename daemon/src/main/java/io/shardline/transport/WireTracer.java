package io.shardline.transport;

import io.shardline.stream.ShardRef;

/** Records conversations, or does not: {@link #NONE}. Safe for use from any thread. */
public interface WireTracer {

    /** Records nothing. */
    WireTracer NONE = (shard, pid, channel) -> channel;

    /**
     * {@return the channel to use instead of the given one: it records what passes through}
     *
     * @param pid the process at the other end; where there is none of its own, the number of the connection
     */
    LineChannel trace(ShardRef shard, long pid, LineChannel channel);
}
