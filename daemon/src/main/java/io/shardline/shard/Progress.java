package io.shardline.shard;

import io.shardline.protocol.Position;

/**
 * How far a shard has come in this lease. Owned by the session, which is entered by one thread at a time.
 */
final class Progress {
    private final String initialSequenceNumber;
    private final long initialSubSequenceNumber;
    private Position durable;
    private boolean endIsDurable;
    private Position firstOffered;
    private Position lastDone;

    /**
     * Begins a lease.
     *
     * @param sequenceNumber the checkpoint in the lease table when the lease was taken: digits, or a word such as
     *     TRIM_HORIZON
     */
    Progress(String sequenceNumber, long subSequenceNumber) {
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
        return durable == null ? initialSequenceNumber : durable.sequenceNumber();
    }

    long startingSubSequenceNumber() {
        return durable == null ? initialSubSequenceNumber : durable.subSequenceNumber();
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

    /** A child answered that it is done with the batch. */
    void done(Batch batch) {
        if (!batch.isEmpty() && (lastDone == null || batch.last().isAfter(lastDone))) {
            lastDone = batch.last();
        }
    }

    /** {@return the last record that some child was done with in this lease; {@code null} if there is none} */
    Position lastDone() {
        return lastDone;
    }

    /** {@return whether a new child has to be given records again that another child was done with} */
    boolean needsReplay() {
        return lastDone != null && (durable == null || lastDone.isAfter(durable));
    }

    /** {@return where a replay starts reading} */
    Position replayStart() {
        return durable == null ? firstOffered : durable;
    }
}
