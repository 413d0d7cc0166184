package io.shardline.localstack.streams;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The hash keys that a shard takes, both ends included. A record's hash key is the MD5 of its partition key read as an
 * unsigned 128-bit number, or the explicit hash key that its producer gave.
 *
 * @param start the first hash key of the range
 * @param end the last hash key of the range
 */
public record HashKeyRange(BigInteger start, BigInteger end) {
    private static final BigInteger KEYS = BigInteger.TWO.pow(128);

    /** The highest hash key: 2^128 - 1. */
    public static final BigInteger LAST_KEY = KEYS.subtract(BigInteger.ONE);

    /** The hash key of a partition key. */
    public static BigInteger hashKey(String partitionKey) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(partitionKey.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }

    /** All hash keys in {@code count} ranges of the same size, as Kinesis gives them to a new stream. */
    public static List<HashKeyRange> evenly(int count) {
        BigInteger size = KEYS.divide(BigInteger.valueOf(count));
        return IntStream.range(0, count)
                .mapToObj(i -> new HashKeyRange(
                        size.multiply(BigInteger.valueOf(i)),
                        i == count - 1
                                ? LAST_KEY
                                : size.multiply(BigInteger.valueOf(i + 1L)).subtract(BigInteger.ONE)))
                .toList();
    }

    public boolean contains(BigInteger key) {
        return start.compareTo(key) <= 0 && key.compareTo(end) <= 0;
    }

    boolean containsAll(HashKeyRange other) {
        return contains(other.start) && contains(other.end);
    }

    boolean isFollowedBy(HashKeyRange other) {
        return end.add(BigInteger.ONE).equals(other.start);
    }

    HashKeyRange before(BigInteger key) {
        return new HashKeyRange(start, key.subtract(BigInteger.ONE));
    }

    HashKeyRange from(BigInteger key) {
        return new HashKeyRange(key, end);
    }

    HashKeyRange upTo(HashKeyRange last) {
        return new HashKeyRange(start, last.end);
    }
}
