package io.shardline.integration.harness;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One record as both accounts describe it, its bytes by their digest.
 *
 * @param shard the shard's id
 * @param position where in the shard
 * @param sha256 hexadecimal digest of the data
 * @param length bytes of data
 * @param partitionKey as put; null for none
 */
public record StreamRecord(String shard, Position position, String sha256, int length, String partitionKey) {

    static StreamRecord of(String shard, Position position, Payload payload) {
        return new StreamRecord(shard, position, sha256(payload.data()), payload.data().length, payload.partitionKey());
    }

    private static String sha256(byte[] data) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "%s %s (%d bytes, sha256 %.8s, key %s)".formatted(shard, position, length, sha256, ascii(partitionKey));
    }

    private static String ascii(String text) {
        return text == null ? "none" : new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
    }
}
