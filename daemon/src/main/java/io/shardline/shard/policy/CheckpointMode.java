package io.shardline.shard.policy;

import java.time.Duration;

/** Who checkpoints. In every mode the processor's own requests are granted. */
public sealed interface CheckpointMode {
    /** The processor alone, as in the original. */
    record Processor() implements CheckpointMode {}

    /**
     * The daemon, after each batch that is done or discarded.
     *
     * @param interval at most once in this time, save at shutdown and when a child failed; zero: as fast as it goes
     */
    record Daemon(Duration interval) implements CheckpointMode {}
}
