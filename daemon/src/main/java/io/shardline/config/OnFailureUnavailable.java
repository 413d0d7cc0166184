package io.shardline.config;

/** What happens when the destination of given-up records does not take them. */
public enum OnFailureUnavailable {
    /** The shard waits and tries again. */
    HOLD,
    /** It is logged, and the shard goes on without them. */
    LOG
}
