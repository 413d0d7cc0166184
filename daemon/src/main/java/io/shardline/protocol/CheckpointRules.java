package io.shardline.protocol;

import io.shardline.protocol.FromProcessor.CheckpointRequest;
import org.jspecify.annotations.Nullable;

/**
 * Decides checkpoint requests by the table of requirement D-12 in {@code protocol-spec/protocol.md}, row
 * by row. A pure function, used by the daemon and by {@code check-processor}.
 */
public final class CheckpointRules {
    /** The sequence number that stands for the end of the shard, as in the KCL. */
    public static final String SHARD_END = "SHARD_END";

    private CheckpointRules() {}

    /** The decision about a request. */
    public sealed interface Verdict {
        /** The position is to be stored. */
        record WriteAt(Position position) implements Verdict {}

        /** The end of the shard is to be stored. */
        record WriteShardEnd() implements Verdict {}

        /** The request succeeds and nothing has to be stored. */
        record AlreadyDurable() implements Verdict {}

        /**
         * The request fails.
         *
         * @param reason for people, a sentence without its full stop
         */
        record Refuse(CheckpointError error, String reason) implements Verdict {}
    }

    /**
     * Judges a request.
     *
     * @param during the action that the processor works on; {@code null} if there is none
     * @param delivered the last record that this connection delivered; {@code null} if none was
     * @param durable the last checkpoint; {@code null} if there never was one
     */
    public static Verdict judge(
            @Nullable Action during,
            CheckpointRequest request,
            @Nullable Position delivered,
            @Nullable Position durable) {
        if (during == null) {
            return new Verdict.Refuse(CheckpointError.INVALID_STATE, "no action is under way");
        }
        if (!during.isCheckpointAllowed()) {
            return new Verdict.Refuse(
                    CheckpointError.INVALID_STATE, "checkpoints are not allowed in " + during.wireName());
        }
        if (request.fault() != null) {
            return illegal(request.fault());
        }
        boolean shardEnds = during == Action.SHARD_ENDED;
        String sequenceNumber = request.sequenceNumber();
        if (shardEnds && (sequenceNumber == null || sequenceNumber.equals(SHARD_END))) {
            return new Verdict.WriteShardEnd();
        }
        if (sequenceNumber == null) {
            return everythingDelivered(delivered, durable);
        }
        if (!Position.isSequenceNumber(sequenceNumber)) {
            return illegal("'" + sequenceNumber + "' is not a sequence number");
        }
        return at(request.position(), shardEnds, delivered, durable);
    }

    private static Verdict everythingDelivered(@Nullable Position delivered, @Nullable Position durable) {
        if (delivered == null || (durable != null && !delivered.isAfter(durable))) {
            return new Verdict.AlreadyDurable();
        }
        return new Verdict.WriteAt(delivered);
    }

    private static Verdict at(
            Position position, boolean shardEnds, @Nullable Position delivered, @Nullable Position durable) {
        Position last = delivered == null ? durable : delivered;
        if (position.subSequenceNumber() < 0) {
            return illegal("the sub-sequence number is negative");
        }
        if (durable != null && durable.isAfter(position)) {
            return illegal("the position is before the last checkpoint, " + durable);
        }
        if (shardEnds && position.equals(last)) {
            // The KCL too writes a checkpoint at the last record as the end (3.5.1, ShardRecordProcessorCheckpointer).
            return new Verdict.WriteShardEnd();
        }
        if (position.equals(durable)) {
            return new Verdict.AlreadyDurable();
        }
        if (last == null) {
            return illegal("no record was delivered");
        }
        return position.isAfter(last)
                ? illegal("the position is after the last record that was delivered, " + last)
                : new Verdict.WriteAt(position);
    }

    private static Verdict illegal(String reason) {
        return new Verdict.Refuse(CheckpointError.ILLEGAL_ARGUMENT, reason);
    }
}
