package io.shardline.shard.state;

import io.shardline.protocol.Position;
import io.shardline.shard.port.FetchedRecords;
import java.util.Optional;

/**
 * How far a shard has come in this lease: what is durable, and what is done. With one lane, it is also the progress of the
 * lane. Used under the lock of its user; checkpoints may become durable on another thread.
 */
public final class ShardProgress implements LaneProgress {
    private final String initialSequenceNumber;
    private final long initialSubSequenceNumber;
    private final Watermark watermark = new Watermark();
    private final Watermark delivered = new Watermark();
    private final FilteredRecords filtered = new FilteredRecords();
    private volatile Optional<Position> durable;
    private volatile boolean endIsDurable;
    private Optional<Position> firstFetched = Optional.empty();

    /**
     * Begins a lease.
     *
     * @param sequenceNumber the checkpoint in the lease table when the lease was acquired: digits, or a word such as
     *     TRIM_HORIZON
     */
    public ShardProgress(String sequenceNumber, long subSequenceNumber) {
        this.initialSequenceNumber = sequenceNumber;
        this.initialSubSequenceNumber = subSequenceNumber;
        this.durable = isNumber(sequenceNumber)
                ? Optional.of(new Position(sequenceNumber, subSequenceNumber))
                : Optional.empty();
    }

    /** {@return whether this is a sequence number, not a word such as TRIM_HORIZON} */
    public static boolean isNumber(String sequenceNumber) {
        return sequenceNumber != null
                && !sequenceNumber.isEmpty()
                && sequenceNumber.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** {@return the sequence number that a processor is initialized with} */
    public String startingSequenceNumber() {
        return durable.map(Position::sequenceNumber).orElse(initialSequenceNumber);
    }

    /** {@return the sub-sequence number that a processor is initialized with} */
    public long startingSubSequenceNumber() {
        return durable.map(Position::subSequenceNumber).orElse(initialSubSequenceNumber);
    }

    /** {@return the last durable checkpoint; empty if there never was one} */
    @Override
    public Optional<Position> durable() {
        return durable;
    }

    @Override
    public Optional<Position> checkpointed() {
        return durable;
    }

    /** {@return whether the end of the shard is checkpointed} */
    public boolean endIsDurable() {
        return endIsDurable;
    }

    /** A checkpoint was written. Any thread. */
    public void becameDurable(Position position) {
        durable = Optional.of(position);
    }

    /** The end of the shard was checkpointed. */
    public void endBecameDurable() {
        endIsDurable = true;
    }

    /** Records came from Kinesis for the first time in this lease. */
    public void fetched(FetchedRecords records) {
        if (firstFetched.isEmpty() && !records.isEmpty()) {
            firstFetched = Optional.of(records.first());
        }
    }

    /**
     * Of records that were fetched, a processor receives only some. The others are done when all before them are.
     *
     * @param kept those that a processor receives
     */
    public void filtered(FetchedRecords records, FetchedRecords kept) {
        filtered.add(records.records(), kept.records());
        advancePastFiltered();
    }

    /** Every record up to this one is done or discarded; a processor received it. */
    @Override
    public void advance(Position position) {
        delivered.advance(position);
        watermark.advance(position);
        advancePastFiltered();
    }

    private void advancePastFiltered() {
        filtered.removeDone(delivered.position()).ifPresent(watermark::advance);
    }

    @Override
    public Optional<Position> lastDone() {
        return delivered.position();
    }

    @Override
    public Optional<Position> reached() {
        return watermark();
    }

    @Override
    public Optional<Position> watermark() {
        return watermark.position();
    }

    @Override
    public boolean needsReplay() {
        return lastDone().isPresent() && !isDurable(lastDone().get());
    }

    /** {@return where a replay starts to read; called only if one is needed} */
    public Position replayStart() {
        return durable.or(() -> firstFetched).orElseThrow(() -> new IllegalStateException("a replay without records"));
    }
}
