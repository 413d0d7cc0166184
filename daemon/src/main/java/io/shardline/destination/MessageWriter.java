package io.shardline.destination;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import io.shardline.shard.port.DiscardedRecords;
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
 * Writes discarded records as messages: the failure record of AWS Lambda's Kinesis event sources, with the application in
 * place of the function, and with the records if so configured ({@code config/discarded-records.schema.json}).
 * Safe for use from any thread.
 */
final class MessageWriter {
    private static final JsonFactory JSON = JsonFactory.builder()
            // SQS refuses some characters outside ASCII. In ASCII a character is also a byte.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String VERSION = "1.0";

    /** The maximum length of a record without its partition key and data. */
    private static final int MAX_RECORD_OVERHEAD = 320;

    /** The length of an escaped character. */
    private static final int MAX_CHARACTER_LENGTH = 6;

    /** How much longer the positions of a part may be than those of the whole. */
    private static final int POSITION_MARGIN = 512;

    private final MessageOrigin sender;
    private final boolean withRecords;
    private final IntSupplier maxBytes;
    private final Clock clock;

    /**
     * Creates a writer.
     *
     * @param withRecords whether messages contain the records
     * @param maxBytes the size limit of a message with more than one record
     */
    MessageWriter(MessageOrigin sender, boolean withRecords, IntSupplier maxBytes, Clock clock) {
        this.sender = sender;
        this.withRecords = withRecords;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /**
     * Writes one or more messages, each about a part of the records. The message about a record that is too long for a
     * message of its own does not contain the record.
     */
    List<Message> write(DiscardedRecords discarded) {
        Instant now = clock.instant();
        String requestId = UUID.randomUUID().toString();
        List<Message> messages = new ArrayList<>();
        for (Part part : parts(discarded, requestId, now)) {
            messages.add(new Message(requestId, now, discarded.shard(), json(discarded, part, requestId, now)));
        }
        return List.copyOf(messages);
    }

    /** The records of one message. */
    private record Part(List<DataRecord> records, boolean withData) {}

    private List<Part> parts(DiscardedRecords discarded, String requestId, Instant now) {
        List<DataRecord> records = discarded.records();
        if (!withRecords) {
            return List.of(new Part(records, false));
        }
        long available = (long) maxBytes.getAsInt()
                - POSITION_MARGIN
                - json(discarded, new Part(records, false), requestId, now).length();
        List<Part> parts = new ArrayList<>();
        int start = 0;
        long taken = 0;
        for (int i = 0; i < records.size(); i++) {
            long length = maxLength(records.get(i));
            if (i > start && taken + length > available) {
                parts.add(new Part(records.subList(start, i), taken <= available));
                start = i;
                taken = 0;
            }
            taken += length;
        }
        parts.add(new Part(records.subList(start, records.size()), taken <= available));
        return parts;
    }

    private static long maxLength(DataRecord record) {
        long data = (record.data().remaining() + 2L) / 3 * 4;
        int key = record.partitionKey() == null ? 0 : record.partitionKey().length();
        return MAX_RECORD_OVERHEAD + data + (long) MAX_CHARACTER_LENGTH * key;
    }

    private String json(DiscardedRecords discarded, Part part, String requestId, Instant now) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeObjectFieldStart("requestContext");
            json.writeStringField("requestId", requestId);
            json.writeStringField("application", sender.application());
            json.writeStringField("worker", sender.worker());
            json.writeStringField("condition", discarded.condition().text());
            json.writeNumberField("approximateInvokeCount", discarded.attempts());
            json.writeEndObject();
            response(json, discarded);
            json.writeStringField("version", VERSION);
            json.writeStringField("timestamp", MILLIS.format(now));
            batchInfo(json, discarded.shard().shardId(), part.records());
            if (part.withData()) {
                records(json, part.records());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a byte array never throws it
        }
        return out.toString(StandardCharsets.US_ASCII);
    }

    /** Omitted if the records were never delivered, as Lambda omits it if the function was never invoked. */
    private static void response(JsonGenerator json, DiscardedRecords discarded) throws IOException {
        if (discarded.failure() == null) {
            return;
        }
        json.writeObjectFieldStart("responseContext");
        json.writeStringField("functionError", discarded.failure().cause().label());
        json.writeStringField(
                "errorMessage", "the processor " + discarded.failure().message());
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

    /** Writes each record as in a processRecords message. */
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
