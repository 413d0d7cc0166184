package io.shardline.shard;

import io.shardline.observe.ShardMonitor;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.Position;
import io.shardline.protocol.ToProcessor;
import io.shardline.protocol.ToProcessor.CheckpointReply;
import io.shardline.stream.ShardRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers checkpoint requests: decides what may be written, has it written, and tells the processor truly. Used by the
 * session's thread.
 */
final class CheckpointRequests {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointRequests.class);
    private static final String ILLEGAL_ARGUMENT = "IllegalArgumentException";

    private final ShardRef shard;
    private final ShardProgress progress;
    private final CheckpointWriter writer;
    private final ShardMonitor monitor;

    CheckpointRequests(ShardRef shard, ShardProgress progress, CheckpointWriter writer, ShardMonitor monitor) {
        this.shard = shard;
        this.progress = progress;
        this.writer = writer;
        this.monitor = monitor;
    }

    /**
     * Grants or refuses a request.
     *
     * @param during the action that the child is busy with
     * @param delivered the last record that this child was given; {@code null} if none
     */
    CheckpointReply answer(ToProcessor during, CheckpointRequest request, Position delivered)
            throws InterruptedException {
        String error =
                allows(during) ? write(during, request, reached(during, delivered)) : CheckpointWriter.INVALID_STATE;
        if (error != null) {
            monitor.checkpointFailed(error);
        }
        return new CheckpointReply(request.sequenceNumber(), request.subSequenceNumber(), error);
    }

    /** At the end that includes what was given up: no record is left between what was delivered and that. */
    private Position reached(ToProcessor during, Position delivered) {
        Position passed = progress.lastDone();
        boolean further = passed != null && (delivered == null || passed.isAfter(delivered));
        return further && !(during instanceof ToProcessor.ProcessRecords) ? passed : delivered;
    }

    private static boolean allows(ToProcessor during) {
        return during instanceof ToProcessor.ProcessRecords
                || during instanceof ToProcessor.ShardEnded
                || during instanceof ToProcessor.ShutdownRequested;
    }

    private String write(ToProcessor during, CheckpointRequest request, Position delivered)
            throws InterruptedException {
        boolean atEnd = during instanceof ToProcessor.ShardEnded;
        String sequenceNumber = request.sequenceNumber();
        if (request.fault() != null) {
            return refuse(request.fault());
        }
        if (atEnd && (sequenceNumber == null || sequenceNumber.equals(CheckpointWriter.SHARD_END))) {
            return writer.writeShardEnd();
        }
        if (sequenceNumber == null) {
            return delivered == null ? null : writeAt(delivered, during, delivered);
        }
        if (!ShardProgress.isNumber(sequenceNumber)) {
            return refuse("'" + sequenceNumber + "' is no sequence number");
        }
        long subSequenceNumber = request.subSequenceNumber() == null ? 0 : request.subSequenceNumber();
        return writeAt(new Position(sequenceNumber, subSequenceNumber), during, delivered);
    }

    private String writeAt(Position position, ToProcessor during, Position delivered) throws InterruptedException {
        if (position.subSequenceNumber() < 0) {
            return refuse("a negative sub-sequence number");
        }
        Position durable = progress.durable();
        if (position.equals(durable) && !(during instanceof ToProcessor.ShardEnded)) {
            return null;
        }
        if (durable != null && durable.isAfter(position)) {
            return refuse("it is before the last checkpoint " + durable);
        }
        Position last = delivered == null ? durable : delivered;
        if (last == null || position.isAfter(last)) {
            return refuse("it is beyond the last record that was delivered, " + last);
        }
        if (during instanceof ToProcessor.ShardEnded && position.equals(last)) {
            // The KCL writes the very last record as the end too (3.5.1, ShardRecordProcessorCheckpointer).
            return writer.writeShardEnd();
        }
        return writer.write(position);
    }

    private String refuse(String why) {
        LOG.atDebug().addKeyValue("shardId", shard.shardId()).log("a checkpoint was refused: {}", why);
        return ILLEGAL_ARGUMENT;
    }
}
