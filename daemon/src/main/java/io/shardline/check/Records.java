package io.shardline.check;

import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Creates records of all kinds, each after the one before. */
final class Records {
    private static final long ARRIVAL = 1_700_000_000_000L;
    private static final int LAST_PLANE = 16;

    private BigInteger next = new BigInteger("49590338271490256608559692538361571095921575989136588898");
    private String last = "TRIM_HORIZON";

    /** {@return the sequence number of the last record; TRIM_HORIZON at first} */
    String last() {
        return last;
    }

    DataRecord of(byte[] data, String partitionKey) {
        return new DataRecord(ByteBuffer.wrap(data), partitionKey, new Position(advance(), 0), ARRIVAL);
    }

    /** {@return the same content at the next position} */
    DataRecord of(DataRecord record) {
        return new DataRecord(record.data(), record.partitionKey(), new Position(advance(), 0), ARRIVAL);
    }

    List<DataRecord> words(int count) {
        List<DataRecord> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String text = "record " + i + " of a batch: the quick brown fox jumps over the lazy dog, again and again";
            records.add(of(text.getBytes(StandardCharsets.UTF_8), "key-" + i % 97));
        }
        return records;
    }

    List<DataRecord> large(int count, int size) {
        List<DataRecord> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] data = new byte[size];
            for (int n = 0; n < size; n++) {
                data[n] = (byte) (n * 31 + i);
            }
            records.add(of(data, "large"));
        }
        return records;
    }

    /** {@return records that a producer packed into one} */
    List<DataRecord> packed(int count) {
        Position position = new Position(advance(), 0);
        List<DataRecord> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] data = ("packed " + i).getBytes(StandardCharsets.UTF_8);
            records.add(new DataRecord(
                    ByteBuffer.wrap(data), "packed", new Position(position.sequenceNumber(), i), ARRIVAL));
        }
        return records;
    }

    /** {@return nothing, each byte alone, all bytes, and bytes that are not UTF-8} */
    List<DataRecord> binary() {
        List<DataRecord> records = new ArrayList<>();
        records.add(of(new byte[0], "empty"));
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
            records.add(of(new byte[] {(byte) i}, "byte"));
        }
        records.add(of(all, "all"));
        records.add(of(new byte[] {(byte) 0xC3, 0x28, (byte) 0xED, (byte) 0xA0, (byte) 0x80}, "not UTF-8"));
        return records;
    }

    /** {@return keys and data of every plane, of characters that JSON escapes, and of those that split lines} */
    List<DataRecord> unicode() {
        List<String> texts = new ArrayList<>(List.of(
                "h\u00FCnd",
                "\"quoted\\ and /slashed\"",
                "\b\f\n\r\t\u0000\u001F\u007F",
                "\u0085\u2028\u2029",
                "\uFEFFmark"));
        for (int plane = 0; plane <= LAST_PLANE; plane++) {
            texts.add(new StringBuilder()
                    .appendCodePoint(plane * 0x10000 + 0x40)
                    .appendCodePoint(plane * 0x10000 + 0xFFFD)
                    .toString());
        }
        return texts.stream()
                .map(text -> of(text.getBytes(StandardCharsets.UTF_8), text))
                .toList();
    }

    private String advance() {
        last = next.toString();
        next = next.add(BigInteger.valueOf(16));
        return last;
    }
}
