package io.shardline.shard;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Assigns partition keys to lanes: the 64-bit FNV-1a hash of the key's UTF-8 bytes, its halves joined by XOR, modulo the
 * number of lanes. Part of the documented behavior: it must not change between versions.
 */
final class LaneHash {
    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private LaneHash() {}

    /**
     * {@return the lane of a key, from 0}
     *
     * @param partitionKey of the record itself, not of the KPL aggregate that it came in; null counts as empty
     */
    static int laneOf(@Nullable String partitionKey, int lanes) {
        long hash = OFFSET_BASIS;
        if (partitionKey != null) {
            for (byte b : partitionKey.getBytes(StandardCharsets.UTF_8)) {
                hash = (hash ^ (b & 0xff)) * PRIME;
            }
        }
        return Integer.remainderUnsigned((int) (hash ^ (hash >>> 32)), lanes);
    }
}
