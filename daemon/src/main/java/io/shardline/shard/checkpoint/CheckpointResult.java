package io.shardline.shard.checkpoint;

/** What became of a checkpoint. */
public sealed interface CheckpointResult {
    CheckpointResult DURABLE = new Durable();

    /** It is durable, or was before. */
    record Durable() implements CheckpointResult {}

    /**
     * It is not durable.
     *
     * @param error the error's name, as processors know it
     */
    record Failed(String error) implements CheckpointResult {}
}
