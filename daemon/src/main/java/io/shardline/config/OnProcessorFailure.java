package io.shardline.config;

/** What the end of a child that we did not end means. */
public enum OnProcessorFailure {
    /** A new child for the same shard, from the last checkpoint on. */
    RESTART,
    /** The daemon stops and exits with 1, as MultiLangDaemon does. */
    EXIT
}
