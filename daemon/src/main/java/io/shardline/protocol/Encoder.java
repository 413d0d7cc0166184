package io.shardline.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes messages as lines of ASCII, straight into one reused buffer that is handed to the stream whenever it is full:
 * a batch of any size costs no memory beyond the buffer. Strings outside ASCII are escaped, because raw U+2028 kills
 * the Node client and raw UTF-8 is corrupted by Python in the C locale (wire-compatibility, rule 2).
 *
 * <p>For one thread at a time.
 */
public final class Encoder {
    private final AsciiBuffer buffer = new AsciiBuffer();

    /** {@return about how many bytes the message takes on the wire; cheap, never far too low} */
    public static long sizeHint(ToProcessor message) {
        if (!(message instanceof ToProcessor.ProcessRecords batch)) {
            return 256;
        }
        long size = 128;
        for (DataRecord record : batch.records()) {
            size += 256 + record.data().remaining() * 4L / 3;
        }
        return size;
    }

    /** Writes the message and the end of its line, and flushes. */
    public void write(ToProcessor message, OutputStream out) throws IOException {
        buffer.to(out);
        buffer.ascii("{\"action\":\"").ascii(message.action()).ascii("\"");
        if (message instanceof ToProcessor.Initialize m) {
            initialize(m);
        } else if (message instanceof ToProcessor.ProcessRecords m) {
            processRecords(m);
        } else if (message instanceof ToProcessor.CheckpointReply m) {
            checkpointReply(m);
        }
        buffer.ascii("}\n").flush();
        out.flush();
    }

    private void initialize(ToProcessor.Initialize message) throws IOException {
        buffer.ascii(",\"shardId\":").string(message.shardId());
        buffer.ascii(",\"sequenceNumber\":").string(message.sequenceNumber());
        buffer.ascii(",\"subSequenceNumber\":").number(message.subSequenceNumber());
    }

    private void processRecords(ToProcessor.ProcessRecords message) throws IOException {
        buffer.ascii(",\"records\":[");
        List<DataRecord> records = message.records();
        for (int i = 0; i < records.size(); i++) {
            if (i > 0) {
                buffer.ascii(",");
            }
            record(records.get(i));
        }
        buffer.ascii("],\"millisBehindLatest\":");
        number(message.millisBehindLatest());
    }

    private void record(DataRecord record) throws IOException {
        buffer.ascii("{\"data\":\"").base64(record.data());
        buffer.ascii("\",\"partitionKey\":").string(record.partitionKey());
        buffer.ascii(",\"sequenceNumber\":").string(record.position().sequenceNumber());
        buffer.ascii(",\"approximateArrivalTimestamp\":").number(record.approximateArrivalMillis());
        buffer.ascii(",\"subSequenceNumber\":").number(record.position().subSequenceNumber());
        buffer.ascii(",\"action\":\"record\"}");
    }

    private void checkpointReply(ToProcessor.CheckpointReply message) throws IOException {
        buffer.ascii(",\"sequenceNumber\":").string(message.sequenceNumber());
        buffer.ascii(",\"subSequenceNumber\":");
        number(message.subSequenceNumber());
        buffer.ascii(",\"error\":").string(message.error());
    }

    private void number(Long value) throws IOException {
        if (value == null) {
            buffer.ascii("null");
        } else {
            buffer.number(value);
        }
    }
}
