package io.shardline.shard;

import io.shardline.protocol.Position;

/**
 * How far a shard has come in this lease. Owned by the session, which is entered by one thread at a time; checkpoints
 * may become durable on another one.
 */
final class ShardProgress {
    private final String initialSequenceNumber;
    private final long initialSubSequenceNumber;
    private volatile Position durable;
    private volatile boolean endIsDurable;
    private Position firstOffered;
    private Position lastDone;

    /**
     * Begins a lease.
     *
     * @param sequenceNumber the checkpoint in the lease table when the lease was taken: digits, or a word such as
     *     TRIM_HORIZON
     */
    ShardProgress(String sequenceNumber, long subSequenceNumber) {
        this.initialSequenceNumber = sequenceNumber;
        this.initialSubSequenceNumber = subSequenceNumber;
        this.durable = isNumber(sequenceNumber) ? new Position(sequenceNumber, subSequenceNumber) : null;
    }

    static boolean isNumber(String sequenceNumber) {
        return sequenceNumber != null
                && !sequenceNumber.isEmpty()
                && sequenceNumber.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** {@return the sequence number that a child is told to begin after} */
    String startingSequenceNumber() {
        Position last = durable;
        return last == null ? initialSequenceNumber : last.sequenceNumber();
    }

    long startingSubSequenceNumber() {
        Position last = durable;
        return last == null ? initialSubSequenceNumber : last.subSequenceNumber();
    }

    /** {@return the last durable checkpoint; {@code null} if there never was one} */
    Position durable() {
        return durable;
    }

    boolean endIsDurable() {
        return endIsDurable;
    }

    void becameDurable(Position position) {
        durable = position;
    }

    void endBecameDurable() {
        endIsDurable = true;
    }

    /** A batch is about to be sent for the first time. */
    void offered(Batch batch) {
        if (firstOffered == null && !batch.isEmpty()) {
            firstOffered = batch.first();
        }
    }

    /** Everything up to this record is done, or given up. */
    void passed(Position position) {
        if (lastDone == null || position.isAfter(lastDone)) {
            lastDone = position;
        }
    }

    /**
     * {@return the last record that some child was done with in this lease, or that was given up; {@code null} if there
     * is none}
     */
    Position lastDone() {
        return lastDone;
    }

    /** {@return whether a new child has to be given records again that another child was done with} */
    boolean needsReplay() {
        Position last = durable;
        return lastDone != null && (last == null || lastDone.isAfter(last));
    }

    /** {@return where a replay starts reading} */
    Position replayStart() {
        Position last = durable;
        return last == null ? firstOffered : last;
    }
}
