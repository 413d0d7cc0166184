package io.shardline.config;

/** Who checkpoints when a shard has ended. */
public enum CheckpointAtShardEnd {
    /** The processor must, in answer to {@code shardEnded}, as with MultiLangDaemon. */
    PROCESSOR,
    /** The daemon does if the processor did not. */
    AUTO
}
