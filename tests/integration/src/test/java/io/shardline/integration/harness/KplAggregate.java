package io.shardline.integration.harness;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * The Kinesis Producer Library's aggregated format, written by hand: a magic number, a protobuf message, its MD5.
 *
 * <p>Source: {@code aggregation-format.md} and {@code messages.proto} of awslabs/amazon-kinesis-producer. The fields are
 * {@code AggregatedRecord{1: partition_key_table, 2: explicit_hash_key_table, 3: records}} and {@code Record{1:
 * partition_key_index, 2: explicit_hash_key_index, 3: data}}.
 */
final class KplAggregate {
    private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};
    private static final int VARINT = 0;
    private static final int BYTES = 2;

    private KplAggregate() {}

    static byte[] of(List<Payload> payloads) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (Payload payload : payloads) {
            writeBytes(message, 1, payload.partitionKey().getBytes(StandardCharsets.UTF_8));
        }
        int hashKeys = 0;
        for (Payload payload : payloads) {
            payload.explicitHashKey().ifPresent(key -> writeBytes(message, 2, key.getBytes(StandardCharsets.US_ASCII)));
        }
        for (int i = 0; i < payloads.size(); i++) {
            ByteArrayOutputStream record = new ByteArrayOutputStream();
            writeNumber(record, 1, i);
            if (payloads.get(i).explicitHashKey().isPresent()) {
                writeNumber(record, 2, hashKeys++);
            }
            writeBytes(record, 3, payloads.get(i).data());
            writeBytes(message, 3, record.toByteArray());
        }
        return around(message.toByteArray());
    }

    /** {@return an aggregate without records} */
    static byte[] empty() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        writeBytes(message, 1, "key".getBytes(StandardCharsets.UTF_8));
        return around(message.toByteArray());
    }

    /** What marks a message as an aggregate, whatever it is. */
    static byte[] around(byte[] message) {
        ByteArrayOutputStream aggregate = new ByteArrayOutputStream();
        aggregate.writeBytes(MAGIC);
        aggregate.writeBytes(message);
        aggregate.writeBytes(md5(message));
        return aggregate.toByteArray();
    }

    private static void writeNumber(ByteArrayOutputStream out, int field, int value) {
        writeVarint(out, field << 3 | VARINT);
        writeVarint(out, value);
    }

    private static void writeBytes(ByteArrayOutputStream out, int field, byte[] value) {
        writeVarint(out, field << 3 | BYTES);
        writeVarint(out, value.length);
        out.writeBytes(value);
    }

    private static void writeVarint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest >= 0x80) {
            out.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private static byte[] md5(byte[] message) {
        try {
            return MessageDigest.getInstance("MD5").digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
