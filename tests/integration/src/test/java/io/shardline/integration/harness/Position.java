package io.shardline.integration.harness;

import java.math.BigInteger;
import java.util.Comparator;

/**
 * Where a record stands in its shard.
 *
 * @param sequence the sequence number that Kinesis gave
 * @param subSequence the place inside an aggregated record, 0 for a plain one
 */
public record Position(BigInteger sequence, long subSequence) implements Comparable<Position> {
    private static final Comparator<Position> ORDER =
            Comparator.comparing(Position::sequence).thenComparing(Position::subSequence);

    /** The position of a plain record. */
    public static Position of(String sequenceNumber) {
        return new Position(new BigInteger(sequenceNumber), 0);
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return sequence + "/" + subSequence;
    }
}
