package io.shardline.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.protocol.encoding.AsciiBuffer;
import io.shardline.protocol.encoding.BufferPool;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages as lines of ASCII into a buffer that is written to the stream whenever it is full: a batch of any size
 * needs no memory beyond the buffer, which comes from a pool. Characters outside ASCII are escaped, because raw
 * U+2028 kills the Node client and raw UTF-8 is corrupted by Python in the C locale
 * (protocol-spec/compatibility.md, C-2).
 *
 * <p>Safe for use from any thread.
 */
public final class Encoder {
    private static final byte[] ACTION = ascii("{\"action\":\"");
    private static final byte[] END_OF_TEXT = ascii("\"");
    private static final byte[] END = ascii("}\n");
    private static final byte[] SHARD_ID = ascii(",\"shardId\":");
    private static final byte[] SEQUENCE_NUMBER = ascii(",\"sequenceNumber\":");
    private static final byte[] SUB_SEQUENCE_NUMBER = ascii(",\"subSequenceNumber\":");
    private static final byte[] ERROR = ascii(",\"error\":");
    private static final byte[] NULL = ascii("null");
    private static final byte[] RECORDS = ascii(",\"records\":[");
    private static final byte[] NEXT_RECORD = ascii(",");
    private static final byte[] DATA = ascii("{\"data\":\"");
    private static final byte[] PARTITION_KEY = ascii("\",\"partitionKey\":");
    private static final byte[] RECORD_SEQUENCE_NUMBER = ascii(",\"sequenceNumber\":\"");
    private static final byte[] ARRIVAL = ascii("\",\"approximateArrivalTimestamp\":");
    private static final byte[] END_OF_RECORD = ascii(",\"action\":\"record\"}");
    private static final byte[] MILLIS_BEHIND = ascii("],\"millisBehindLatest\":");
    private static final byte[] LANE = ascii(",\"lane\":");
    private static final byte[] LANES = ascii(",\"lanes\":");
    private static final byte[] ATTEMPT = ascii(",\"attempt\":");

    private static final byte[] PROTOCOL = ascii(",\"protocol\":");
    private static final byte[] APPLICATION = ascii(",\"application\":");
    private static final byte[] WORKER = ascii(",\"worker\":");
    private static final byte[] STREAM_NAME = ascii(",\"streamName\":");
    private static final byte[] STREAM_ARN = ascii(",\"streamArn\":");
    private static final byte[] FENCE = ascii(",\"fence\":");
    private static final byte[] TIMEOUT = ascii(",\"timeoutMillis\":");

    private Encoder() {}

    /** Makes the first buffer, which asks the JVM how base64 is encoded fastest: that takes a moment. */
    public static void preload() {
        BufferPool.giveBack(BufferPool.take());
    }

    /** Fields after those of the original. */
    private interface MoreFields {
        void write(AsciiBuffer buffer) throws IOException;
    }

    /** Writes the message and the end of its line, and flushes. */
    public static void write(ToProcessor message, OutputStream out) throws IOException {
        write(message, buffer -> {}, out);
    }

    /**
     * Writes an action to an application that listens.
     *
     * @param timeoutMillis how long the application may take to report the status; negative if there is no limit
     */
    public static void write(ActionMessage message, AttachedFields attached, long timeoutMillis, OutputStream out)
            throws IOException {
        write(
                message,
                buffer -> {
                    if (message instanceof ToProcessor.Initialize initialize) {
                        attached(buffer, initialize, attached);
                    }
                    if (timeoutMillis >= 0) {
                        buffer.ascii(TIMEOUT).number(timeoutMillis);
                    }
                },
                out);
    }

    private static void write(ToProcessor message, MoreFields more, OutputStream out) throws IOException {
        AsciiBuffer buffer = BufferPool.take();
        try {
            buffer.to(out);
            buffer.ascii(ACTION).ascii(ascii(message.wireName())).ascii(END_OF_TEXT);
            fields(message, buffer);
            more.write(buffer);
            buffer.ascii(END).flush();
            out.flush();
        } finally {
            BufferPool.giveBack(buffer);
        }
    }

    private static void attached(AsciiBuffer buffer, ToProcessor.Initialize message, AttachedFields attached)
            throws IOException {
        buffer.ascii(PROTOCOL).number(AttachedFields.REVISION);
        buffer.ascii(APPLICATION).string(attached.application());
        buffer.ascii(WORKER).string(attached.worker());
        buffer.ascii(STREAM_NAME).string(attached.streamName());
        if (attached.streamArn() != null) {
            buffer.ascii(STREAM_ARN).string(attached.streamArn());
        }
        if (message.fence() != null) {
            buffer.ascii(FENCE).string(message.fence());
        }
    }

    private static AsciiBuffer fields(ToProcessor message, AsciiBuffer buffer) throws IOException {
        if (message instanceof ToProcessor.CheckpointReply reply) {
            return checkpointReply(buffer, reply);
        }
        ActionMessage action = (ActionMessage) message;
        return switch (action.action()) {
            case INITIALIZE -> initialize(buffer, (ToProcessor.Initialize) action);
            case PROCESS_RECORDS -> processRecords(buffer, (ToProcessor.ProcessRecords) action);
            case LEASE_LOST, SHARD_ENDED, SHUTDOWN_REQUESTED -> buffer;
        };
    }

    private static AsciiBuffer initialize(AsciiBuffer buffer, ToProcessor.Initialize message) throws IOException {
        buffer.ascii(SHARD_ID).string(message.shardId());
        buffer.ascii(SEQUENCE_NUMBER).string(message.sequenceNumber());
        buffer.ascii(SUB_SEQUENCE_NUMBER).number(message.subSequenceNumber());
        return message.lanes() == 1
                ? buffer
                : buffer.ascii(LANE).number(message.lane()).ascii(LANES).number(message.lanes());
    }

    private static AsciiBuffer processRecords(AsciiBuffer buffer, ToProcessor.ProcessRecords message)
            throws IOException {
        buffer.ascii(RECORDS);
        List<DataRecord> records = message.records();
        for (int i = 0; i < records.size(); i++) {
            if (i > 0) {
                buffer.ascii(NEXT_RECORD);
            }
            record(buffer, records.get(i));
        }
        buffer.ascii(MILLIS_BEHIND);
        number(buffer, message.millisBehindLatest());
        if (message.attempt() > 0) {
            buffer.ascii(ATTEMPT).number(message.attempt());
        }
        return buffer;
    }

    private static void record(AsciiBuffer buffer, DataRecord record) throws IOException {
        buffer.ascii(DATA).base64(record.data());
        buffer.ascii(PARTITION_KEY).string(record.partitionKey());
        // Decimal digits (Position): the longest string of a record needs no search for escapes.
        buffer.ascii(RECORD_SEQUENCE_NUMBER).unescaped(record.position().sequenceNumber());
        buffer.ascii(ARRIVAL).number(record.approximateArrivalMillis());
        buffer.ascii(SUB_SEQUENCE_NUMBER).number(record.position().subSequenceNumber());
        buffer.ascii(END_OF_RECORD);
    }

    private static AsciiBuffer checkpointReply(AsciiBuffer buffer, ToProcessor.CheckpointReply message)
            throws IOException {
        buffer.ascii(SEQUENCE_NUMBER).string(message.sequenceNumber());
        buffer.ascii(SUB_SEQUENCE_NUMBER);
        number(buffer, message.subSequenceNumber());
        return buffer.ascii(ERROR).string(message.error());
    }

    private static void number(AsciiBuffer buffer, @Nullable Long value) throws IOException {
        if (value == null) {
            buffer.ascii(NULL);
        } else {
            buffer.number(value);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
