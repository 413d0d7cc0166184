package io.shardline.kcl;

import io.shardline.protocol.Position;
import io.shardline.shard.port.CheckpointException;
import io.shardline.shard.port.Checkpointer;
import software.amazon.kinesis.exceptions.KinesisClientLibException;
import software.amazon.kinesis.exceptions.KinesisClientLibRetryableException;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;

/** Writes checkpoints through the KCL and gives its exceptions the names that processors know. */
final class KclCheckpointer implements Checkpointer {
    private final RecordProcessorCheckpointer kcl;

    KclCheckpointer(RecordProcessorCheckpointer kcl) {
        this.kcl = kcl;
    }

    @Override
    public void checkpoint(Position position) throws CheckpointException {
        write(() -> kcl.checkpoint(position.sequenceNumber(), position.subSequenceNumber()));
    }

    @Override
    public void checkpointShardEnd() throws CheckpointException {
        // In shardEnded the largest permitted value is the end of the shard (3.5.1, ShutdownTask).
        write(kcl::checkpoint);
    }

    private interface Write {
        void run() throws KinesisClientLibException;
    }

    private static void write(Write write) throws CheckpointException {
        try {
            write.run();
        } catch (KinesisClientLibException | RuntimeException e) {
            // Throttling and faults of DynamoDB, which the KCL throws unchecked.
            boolean transientFault = e instanceof KinesisClientLibRetryableException;
            throw new CheckpointException(e.getClass().getSimpleName(), transientFault, e.getMessage(), e);
        }
    }
}
