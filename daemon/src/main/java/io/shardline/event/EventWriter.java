package io.shardline.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import io.shardline.protocol.encoding.AsciiBuffer;
import io.shardline.protocol.encoding.BufferPool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Writes the event that AWS Lambda sends to a function for records of Kinesis, in ASCII
 * ({@code protocol-spec/schemas/kinesis-event.schema.json}). Safe for use from any thread.
 *
 * <p>Records of one aggregated record share their sequence number. From the second one on, the {@code eventID} ends with
 * the sub-sequence number, because handlers use it to recognise duplicates.
 */
public final class EventWriter {
    private static final byte[] START = ascii("{\"Records\":[");
    private static final byte[] NEXT = ascii(",");
    private static final byte[] PARTITION_KEY =
            ascii("{\"kinesis\":{\"kinesisSchemaVersion\":\"1.0\",\"partitionKey\":");
    private static final byte[] SEQUENCE_NUMBER = ascii(",\"sequenceNumber\":\"");
    private static final byte[] DATA = ascii("\",\"data\":\"");
    private static final byte[] ARRIVAL = ascii("\",\"approximateArrivalTimestamp\":");
    private static final byte[] EVENT_ID =
            ascii("},\"eventSource\":\"aws:kinesis\",\"eventVersion\":\"1.0\",\"eventID\":\"");
    private static final byte[] END = ascii("]}");
    /** The length of a record without its key, its data, its shard id and the ARNs. */
    private static final int FIXED_LENGTH = 420;

    private static final long MILLIS = 1000;

    private final byte[] endOfRecord;
    private final String shardId;

    /** Makes the writer of one shard's events. */
    public EventWriter(EventSource source, String shardId) {
        this.shardId = shardId;
        this.endOfRecord = ascii("\",\"eventName\":\"aws:kinesis:record\",\"invokeIdentityArn\":\"" + source.roleArn()
                + "\",\"awsRegion\":\"" + source.region() + "\",\"eventSourceARN\":\"" + source.streamArn() + "\"}");
    }

    /** Writes the event of a batch. */
    public void write(List<DataRecord> records, OutputStream out) throws IOException {
        AsciiBuffer buffer = BufferPool.take();
        try {
            buffer.to(out);
            buffer.ascii(START);
            for (int i = 0; i < records.size(); i++) {
                if (i > 0) {
                    buffer.ascii(NEXT);
                }
                write(records.get(i), buffer);
            }
            buffer.ascii(END).flush();
        } finally {
            BufferPool.giveBack(buffer);
        }
    }

    /** {@return the event of a batch as bytes} */
    public ByteBuffer write(List<DataRecord> records) {
        EventBytes bytes = new EventBytes(estimate(records));
        try {
            write(records, bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e); // memory never throws it
        }
        return bytes.buffer();
    }

    private void write(DataRecord record, AsciiBuffer buffer) throws IOException {
        Position position = record.position();
        String key = record.partitionKey();
        buffer.ascii(PARTITION_KEY).string(key == null ? "" : key);
        buffer.ascii(SEQUENCE_NUMBER).unescaped(position.sequenceNumber());
        buffer.ascii(DATA).base64(record.data());
        buffer.ascii(ARRIVAL);
        seconds(record.approximateArrivalMillis(), buffer);
        buffer.ascii(EVENT_ID).unescaped(shardId).unescaped(":").unescaped(position.sequenceNumber());
        if (position.subSequenceNumber() > 0) {
            buffer.unescaped(":").number(position.subSequenceNumber());
        }
        buffer.ascii(endOfRecord);
    }

    private static void seconds(long millis, AsciiBuffer buffer) throws IOException {
        String fraction = Long.toString(MILLIS + Math.floorMod(millis, MILLIS)).substring(1);
        buffer.number(Math.floorDiv(millis, MILLIS)).unescaped(".").unescaped(fraction);
    }

    private int estimate(List<DataRecord> records) {
        long length = 0;
        for (DataRecord record : records) {
            int key = record.partitionKey() == null ? 0 : record.partitionKey().length();
            length += FIXED_LENGTH + endOfRecord.length + key + (record.data().remaining() + 2L) / 3 * 4;
        }
        return (int) Math.min(length, Integer.MAX_VALUE / 2);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
