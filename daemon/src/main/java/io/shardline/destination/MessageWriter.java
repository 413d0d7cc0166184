package io.shardline.destination;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import io.shardline.shard.DiscardedRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntSupplier;

/**
 * Writes what was given up as messages: the failure record of AWS Lambda's Kinesis event sources, with the application
 * in place of the function, and the records themselves if they are wanted ({@code config/discarded-records.schema.json}).
 * Safe for use from any thread.
 */
final class MessageWriter {
    private static final JsonFactory JSON = JsonFactory.builder()
            // SQS refuses some characters; this way none of them is there, and a character is a byte.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String VERSION = "1.0";

    /** What the names and numbers of a record take at most, the text of its key and its data left out. */
    private static final int RECORD_FRAME = 320;

    /** An escaped character. */
    private static final int LONGEST_CHARACTER = 6;

    /** By so much the positions of a part may be longer than those of the whole. */
    private static final int SLACK = 512;

    private final Sender sender;
    private final boolean withRecords;
    private final IntSupplier mostBytes;
    private final Clock clock;

    /**
     * Makes a writer.
     *
     * @param withRecords whether messages hold the records
     * @param mostBytes no message with more than one record is longer
     */
    MessageWriter(Sender sender, boolean withRecords, IntSupplier mostBytes, Clock clock) {
        this.sender = sender;
        this.withRecords = withRecords;
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    /**
     * Writes messages that together tell of all records, each of its own. A record that is too long for a message by
     * itself is told of without its data.
     */
    List<Message> write(DiscardedRecords givenUp) {
        Instant now = clock.instant();
        String requestId = UUID.randomUUID().toString();
        List<Message> messages = new ArrayList<>();
        for (Part part : parts(givenUp, requestId, now)) {
            messages.add(new Message(requestId, now, givenUp.shard(), json(givenUp, part, requestId, now)));
        }
        return List.copyOf(messages);
    }

    /** Records that share a message. */
    private record Part(List<DataRecord> records, boolean withData) {}

    private List<Part> parts(DiscardedRecords givenUp, String requestId, Instant now) {
        List<DataRecord> records = givenUp.records();
        if (!withRecords) {
            return List.of(new Part(records, false));
        }
        long room = (long) mostBytes.getAsInt()
                - SLACK
                - json(givenUp, new Part(records, false), requestId, now).length();
        List<Part> parts = new ArrayList<>();
        int begin = 0;
        long taken = 0;
        for (int i = 0; i < records.size(); i++) {
            long length = longest(records.get(i));
            if (i > begin && taken + length > room) {
                parts.add(new Part(records.subList(begin, i), taken <= room));
                begin = i;
                taken = 0;
            }
            taken += length;
        }
        parts.add(new Part(records.subList(begin, records.size()), taken <= room));
        return parts;
    }

    private static long longest(DataRecord record) {
        long data = (record.data().remaining() + 2L) / 3 * 4;
        int key = record.partitionKey() == null ? 0 : record.partitionKey().length();
        return RECORD_FRAME + data + (long) LONGEST_CHARACTER * key;
    }

    private String json(DiscardedRecords givenUp, Part part, String requestId, Instant now) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeObjectFieldStart("requestContext");
            json.writeStringField("requestId", requestId);
            json.writeStringField("application", sender.application());
            json.writeStringField("worker", sender.worker());
            json.writeStringField("condition", givenUp.condition().text());
            json.writeNumberField("approximateInvokeCount", givenUp.attempts());
            json.writeEndObject();
            response(json, givenUp);
            json.writeStringField("version", VERSION);
            json.writeStringField("timestamp", MILLIS.format(now));
            batchInfo(json, givenUp.shard().shardId(), part.records());
            if (part.withData()) {
                records(json, part.records());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return out.toString(StandardCharsets.US_ASCII);
    }

    /** Left out where nothing was delivered, as by Lambda where nothing was invoked. */
    private static void response(JsonGenerator json, DiscardedRecords givenUp) throws IOException {
        if (givenUp.failure() == null) {
            return;
        }
        json.writeObjectFieldStart("responseContext");
        json.writeStringField("functionError", givenUp.failure().cause().label());
        json.writeStringField(
                "errorMessage", "the processor " + givenUp.failure().message());
        json.writeEndObject();
    }

    private void batchInfo(JsonGenerator json, String shardId, List<DataRecord> records) throws IOException {
        DataRecord first = records.get(0);
        DataRecord last = records.get(records.size() - 1);
        json.writeObjectFieldStart("KinesisBatchInfo");
        json.writeStringField("shardId", shardId);
        position(json, "start", first.position());
        position(json, "end", last.position());
        json.writeStringField("approximateArrivalOfFirstRecord", arrival(first));
        json.writeStringField("approximateArrivalOfLastRecord", arrival(last));
        json.writeNumberField("batchSize", records.size());
        json.writeStringField("streamArn", sender.streamArn());
        json.writeEndObject();
    }

    private static void position(JsonGenerator json, String which, Position position) throws IOException {
        json.writeStringField(which + "SequenceNumber", position.sequenceNumber());
        json.writeNumberField(which + "SubSequenceNumber", position.subSequenceNumber());
    }

    private static String arrival(DataRecord record) {
        return MILLIS.format(Instant.ofEpochMilli(record.approximateArrivalMillis()));
    }

    /** Each as a processor gets it. */
    private static void records(JsonGenerator json, List<DataRecord> records) throws IOException {
        json.writeArrayFieldStart("records");
        for (DataRecord record : records) {
            json.writeStartObject();
            ByteBuffer data = record.data().duplicate();
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            json.writeBinaryField("data", bytes);
            json.writeStringField("partitionKey", record.partitionKey());
            json.writeStringField("sequenceNumber", record.position().sequenceNumber());
            json.writeNumberField("subSequenceNumber", record.position().subSequenceNumber());
            json.writeNumberField("approximateArrivalTimestamp", record.approximateArrivalMillis());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
