package io.shardline.protocol;

import java.math.BigInteger;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The position of a record in its shard: its extended sequence number.
 *
 * @param sequenceNumber the sequence number that Kinesis gave, in decimal digits
 * @param subSequenceNumber the index inside an aggregated record, 0 for a record of its own
 */
public record Position(String sequenceNumber, long subSequenceNumber) implements Comparable<Position> {
    private static final Comparator<Position> ORDER =
            Comparator.comparing(Position::number).thenComparingLong(Position::subSequenceNumber);

    @Override
    public int compareTo(Position other) {
        // Sequence numbers of one shard nearly always have the same number of digits: then text order is number order.
        if (sequenceNumber.length() == other.sequenceNumber.length()) {
            int order = sequenceNumber.compareTo(other.sequenceNumber);
            return order != 0 ? order : Long.compare(subSequenceNumber, other.subSequenceNumber);
        }
        return ORDER.compare(this, other);
    }

    /** {@return whether this record comes later in the shard than the other one} */
    public boolean isAfter(Position other) {
        return compareTo(other) > 0;
    }

    /** {@return whether the text is a sequence number: decimal digits; {@code null} is not} */
    public static boolean isSequenceNumber(@Nullable String text) {
        return text != null && !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** {@return whether this record is the other one, or comes earlier in the shard} */
    public boolean isAtOrBefore(Position other) {
        return compareTo(other) <= 0;
    }

    private BigInteger number() {
        return new BigInteger(sequenceNumber);
    }

    @Override
    public String toString() {
        return subSequenceNumber == 0 ? sequenceNumber : sequenceNumber + "." + subSequenceNumber;
    }
}
