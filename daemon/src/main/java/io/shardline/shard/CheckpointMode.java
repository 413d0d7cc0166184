package io.shardline.shard;

import java.time.Duration;

/** Who checkpoints. In every mode the processor's own requests are granted. */
public sealed interface CheckpointMode {
    /** The processor alone, as in the original. */
    record Processor() implements CheckpointMode {}

    /**
     * The daemon, behind each batch that is done or given up, and at the shard's end.
     *
     * @param interval at most once in this time, save at shutdown and when a child failed; zero: as fast as it goes
     */
    record Daemon(Duration interval) implements CheckpointMode {}
}
