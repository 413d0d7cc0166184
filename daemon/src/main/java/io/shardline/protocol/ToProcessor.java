package io.shardline.protocol;

import io.shardline.protocol.FromProcessor.CheckpointRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message that the daemon writes: an action, or the reply to a checkpoint request. */
public sealed interface ToProcessor {

    /** {@return the value of its field {@code action} on the wire} */
    String wireName();

    /** A message that is answered with a {@link FromProcessor.Status}. */
    sealed interface ActionMessage extends ToProcessor {
        /** {@return what it asks for} */
        Action action();

        @Override
        default String wireName() {
            return action().wireName();
        }
    }

    /**
     * The first message of a connection.
     *
     * @param sequenceNumber the checkpoint that the shard is resumed after, or a word such as TRIM_HORIZON
     * @param subSequenceNumber its sub-sequence number
     * @param lane which part of the shard's partition keys the connection is given, from 0
     * @param lanes the number of parts; with 1 the message to a child process is the original's to the byte
     * @param fence the lease's counter, which only grows; sent only with {@link AttachedFields}; null if there is no lease
     */
    record Initialize(
            String shardId,
            String sequenceNumber,
            long subSequenceNumber,
            int lane,
            int lanes,
            @Nullable String fence) implements ActionMessage {

        /** Without a lease. */
        public Initialize(String shardId, String sequenceNumber, long subSequenceNumber, int lane, int lanes) {
            this(shardId, sequenceNumber, subSequenceNumber, lane, lanes, null);
        }

        /** The whole shard, as the original sends it. */
        public Initialize(String shardId, String sequenceNumber, long subSequenceNumber) {
            this(shardId, sequenceNumber, subSequenceNumber, 0, 1);
        }

        @Override
        public Action action() {
            return Action.INITIALIZE;
        }
    }

    /**
     * A batch.
     *
     * @param millisBehindLatest how far the reader is behind the shard's tip; null if not known
     * @param attempt 1 for the first delivery of these records, then one more after each failure; 0 where no failure
     *     policy is set: then the message has the original's bytes
     */
    record ProcessRecords(
            List<DataRecord> records, @Nullable Long millisBehindLatest, int attempt) implements ActionMessage {

        /** As the original sends it. */
        public ProcessRecords(List<DataRecord> records, @Nullable Long millisBehindLatest) {
            this(records, millisBehindLatest, 0);
        }

        @Override
        public Action action() {
            return Action.PROCESS_RECORDS;
        }
    }

    /** The shard went to another worker: checkpoints are no longer possible. */
    record LeaseLost() implements ActionMessage {
        @Override
        public Action action() {
            return Action.LEASE_LOST;
        }
    }

    /** All records of the shard were delivered: the processor must checkpoint. */
    record ShardEnded() implements ActionMessage {
        @Override
        public Action action() {
            return Action.SHARD_ENDED;
        }
    }

    /** The daemon is about to release the lease: the last chance to checkpoint. */
    record ShutdownRequested() implements ActionMessage {
        @Override
        public Action action() {
            return Action.SHUTDOWN_REQUESTED;
        }
    }

    /**
     * The reply to a {@link CheckpointRequest}, which is echoed.
     *
     * @param error the simple name of the exception: of {@link CheckpointError}, or another one that the KCL threw; null
     *     for success (never empty: Python and Ruby take "" for a failure, Node and .NET for success)
     */
    record CheckpointReply(
            @Nullable String sequenceNumber,
            @Nullable Long subSequenceNumber,
            @Nullable String error) implements ToProcessor {

        /** {@return the reply to a request that succeeded} */
        public static CheckpointReply success(CheckpointRequest request) {
            return new CheckpointReply(request.sequenceNumber(), request.subSequenceNumber(), null);
        }

        /** {@return the reply to a request that was refused or failed} */
        public static CheckpointReply failure(CheckpointRequest request, String error) {
            return new CheckpointReply(request.sequenceNumber(), request.subSequenceNumber(), error);
        }

        @Override
        public String wireName() {
            return "checkpoint";
        }
    }
}
