package io.shardline.localstack.streams;

import java.util.OptionalLong;

/**
 * Writes and reads the sequence numbers of one stream: 56 decimal digits, as Kinesis' own look.
 *
 * <p>They are {@code 49}, the stream's creation in epoch milliseconds (13 digits), the record's number in the stream (29
 * digits) and the shard's index (12 digits). So they grow with the record's number, and one of another stream or of
 * another shard can be told and refused, as Kinesis does. Inside the emulator a position is the record's number alone.
 */
final class SequenceNumbers {
    private static final int DIGITS = 56;
    private static final int NUMBER_DIGITS = 29;
    private static final int SHARD_DIGITS = 12;

    private final String prefix;

    SequenceNumbers(long streamCreatedMillis) {
        this.prefix = "49" + padded(streamCreatedMillis, DIGITS - 2 - NUMBER_DIGITS - SHARD_DIGITS);
    }

    String format(long number, int shardIndex) {
        StringBuilder digits = new StringBuilder(DIGITS).append(prefix);
        pad(digits, number, NUMBER_DIGITS);
        pad(digits, shardIndex, SHARD_DIGITS);
        return digits.toString();
    }

    /** The record's number, or nothing when the text is no sequence number of this stream. */
    OptionalLong number(String sequenceNumber) {
        if (sequenceNumber.length() != DIGITS || !sequenceNumber.startsWith(prefix)) {
            return OptionalLong.empty();
        }
        return parse(sequenceNumber.substring(prefix.length(), DIGITS - SHARD_DIGITS));
    }

    /** The index of the shard that the sequence number came from; only for one that {@link #number} accepts. */
    OptionalLong shardIndex(String sequenceNumber) {
        return parse(sequenceNumber.substring(DIGITS - SHARD_DIGITS));
    }

    private static OptionalLong parse(String digits) {
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(digits));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static String padded(long value, int width) {
        StringBuilder digits = new StringBuilder(width);
        pad(digits, value, width);
        return digits.toString();
    }

    private static void pad(StringBuilder digits, long value, int width) {
        String text = Long.toString(value);
        digits.append("0".repeat(width - text.length())).append(text);
    }
}
