package io.shardline.shard;

import io.shardline.failure.Backoff;
import io.shardline.observe.ShardMonitor;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.Position;
import io.shardline.protocol.ToProcessor;
import io.shardline.protocol.ToProcessor.CheckpointReply;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers checkpoint requests: decides what may be written, has it written, tries again when DynamoDB throttles, and
 * tells the processor truly. Used by the session's thread.
 */
final class CheckpointDialogue {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointDialogue.class);
    /** The text that the original accepts for the end of a shard. */
    private static final String SHARD_END = "SHARD_END";

    private static final String ILLEGAL_ARGUMENT = "IllegalArgumentException";
    private static final String INVALID_STATE = "InvalidStateException";
    /** Together about four seconds: less than the pause of the sample processors' own retries. */
    private static final int TRIES = 6;

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    private final String shardId;
    private final Progress progress;
    private final Checkpointer checkpointer;
    private final Guard guard;
    private final ShardMonitor monitor;

    /**
     * Makes the dialogue.
     *
     * @param checkpointer {@code null} as long as the KCL has given none: nothing was delivered then
     */
    CheckpointDialogue(
            String shardId, Progress progress, Checkpointer checkpointer, Guard guard, ShardMonitor monitor) {
        this.shardId = shardId;
        this.progress = progress;
        this.checkpointer = checkpointer;
        this.guard = guard;
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
        String error = allows(during) ? write(during, request, delivered) : INVALID_STATE;
        if (error != null) {
            monitor.checkpointFailed(error);
        }
        return new CheckpointReply(request.sequenceNumber(), request.subSequenceNumber(), error);
    }

    /** Writes the end of the shard. {@return the error's name; {@code null} for success} */
    String writeShardEnd() throws InterruptedException {
        return persist(() -> {
            checkpointer.checkpointShardEnd();
            progress.endBecameDurable();
            monitor.checkpointed(SHARD_END);
        });
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
        if (atEnd && (sequenceNumber == null || sequenceNumber.equals(SHARD_END))) {
            return writeShardEnd();
        }
        if (sequenceNumber == null) {
            return delivered == null ? null : writeAt(delivered, during, delivered);
        }
        if (!Progress.isNumber(sequenceNumber)) {
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
            return writeShardEnd();
        }
        return persist(() -> {
            checkpointer.checkpoint(position);
            progress.becameDurable(position);
            monitor.checkpointed(position.toString());
        });
    }

    private interface Write {
        void run() throws CheckpointException;
    }

    private String persist(Write write) throws InterruptedException {
        if (checkpointer == null) {
            return INVALID_STATE;
        }
        for (int attempt = 1; ; attempt++) {
            try {
                write.run();
                return null;
            } catch (CheckpointException e) {
                boolean again = e.isTransient() && attempt < TRIES;
                if (!again || !guard.pause(BACKOFF.pause(attempt + 1, 0))) {
                    LOG.atWarn()
                            .addKeyValue("shardId", shardId)
                            .addKeyValue("error", e.errorName())
                            .log("a checkpoint was not written: {}", e.getMessage());
                    return e.errorName();
                }
            }
        }
    }

    private String refuse(String why) {
        LOG.atDebug().addKeyValue("shardId", shardId).log("a checkpoint was refused: {}", why);
        return ILLEGAL_ARGUMENT;
    }
}
