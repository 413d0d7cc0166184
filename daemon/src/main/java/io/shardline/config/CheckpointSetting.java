package io.shardline.config;

import java.time.Duration;

/** Who checkpoints. */
public sealed interface CheckpointSetting {
    /** The processor alone, as with MultiLangDaemon. */
    record Processor() implements CheckpointSetting {}

    /** The daemon, behind each batch that is done. */
    record OnSuccess() implements CheckpointSetting {}

    /** The daemon, at most once in this time. */
    record Interval(Duration atMostOnceIn) implements CheckpointSetting {}
}
