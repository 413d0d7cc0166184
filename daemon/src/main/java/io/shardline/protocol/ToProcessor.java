package io.shardline.protocol;

import java.util.List;

/** A message that the daemon writes. Every one but the reply to a checkpoint is answered by a {@link FromProcessor.Status}. */
public sealed interface ToProcessor {

    /** {@return the action's name on the wire} */
    String action();

    /**
     * The first message of a conversation.
     *
     * @param sequenceNumber the checkpoint that the shard is resumed after, or a word such as TRIM_HORIZON
     * @param subSequenceNumber its sub-sequence number
     */
    record Initialize(String shardId, String sequenceNumber, long subSequenceNumber) implements ToProcessor {
        @Override
        public String action() {
            return "initialize";
        }
    }

    /**
     * A batch.
     *
     * @param millisBehindLatest how far the reader is behind the shard's tip; null if not known
     * @param attempt 1 for the first delivery of these records, then counted on while they fail; 0 where no policy for
     *     failures is set: then the message is the original's to the byte
     */
    record ProcessRecords(List<DataRecord> records, Long millisBehindLatest, int attempt) implements ToProcessor {

        /** As the original sends it. */
        public ProcessRecords(List<DataRecord> records, Long millisBehindLatest) {
            this(records, millisBehindLatest, 0);
        }

        @Override
        public String action() {
            return "processRecords";
        }
    }

    /** The shard went to another worker: no checkpoint any more. */
    record LeaseLost() implements ToProcessor {
        @Override
        public String action() {
            return "leaseLost";
        }
    }

    /** All records of the shard were delivered: the processor must checkpoint. */
    record ShardEnded() implements ToProcessor {
        @Override
        public String action() {
            return "shardEnded";
        }
    }

    /** The daemon gives up the shard: a last chance to checkpoint. */
    record ShutdownRequested() implements ToProcessor {
        @Override
        public String action() {
            return "shutdownRequested";
        }
    }

    /**
     * The answer to a {@link FromProcessor.CheckpointRequest}, which is echoed.
     *
     * @param error the simple name of the exception; null for success (never empty: Python and Ruby take "" for a
     *     failure, Node and .NET for success)
     */
    record CheckpointReply(String sequenceNumber, Long subSequenceNumber, String error) implements ToProcessor {
        @Override
        public String action() {
            return "checkpoint";
        }
    }
}
