package io.shardline.destination;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A message about discarded records, as read back from a destination.
 *
 * @param first the first record
 * @param last the last record
 * @param count how many there are, these two included
 * @param records empty if the message contains positions only
 */
public record DiscardMessage(
        String streamArn,
        String shardId,
        Position first,
        Position last,
        int count,
        Optional<List<DataRecord>> records) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A text that is not such a message. */
    public static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;

        MalformedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Parses a message, or an SNS notification that contains one.
     *
     * @throws MalformedException if it is something else
     */
    public static DiscardMessage parse(String text) throws MalformedException {
        try {
            JsonNode json = JSON.readTree(text);
            if (json.path("Type").asText().equals("Notification")) {
                json = JSON.readTree(json.path("Message").asText());
            }
            JsonNode info = json.path("KinesisBatchInfo");
            return new DiscardMessage(
                    text(info, "streamArn"),
                    text(info, "shardId"),
                    position(info, "startSequenceNumber", "startSubSequenceNumber"),
                    position(info, "endSequenceNumber", "endSubSequenceNumber"),
                    info.path("batchSize").asInt(),
                    json.has("records") ? Optional.of(records(json.get("records"))) : Optional.empty());
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedException("not a message about discarded records: " + oneLine(e), e);
        }
    }

    private static List<DataRecord> records(JsonNode array) throws IOException {
        List<DataRecord> records = new ArrayList<>();
        for (JsonNode record : array) {
            JsonNode data = record.path("data");
            if (!data.isTextual()) {
                throw new IllegalArgumentException("a record has no data");
            }
            records.add(new DataRecord(
                    ByteBuffer.wrap(data.binaryValue()),
                    record.path("partitionKey").textValue(),
                    position(record, "sequenceNumber", "subSequenceNumber"),
                    record.path("approximateArrivalTimestamp").asLong()));
        }
        return List.copyOf(records);
    }

    private static Position position(JsonNode json, String number, String sub) {
        String digits = text(json, number);
        if (!digits.matches("[0-9]{1,128}")) {
            throw new IllegalArgumentException(number + " is not a number");
        }
        return new Position(digits, json.path(sub).asLong());
    }

    private static String text(JsonNode json, String field) {
        if (!json.path(field).isTextual()) {
            throw new IllegalArgumentException("no " + field);
        }
        return json.get(field).asText();
    }

    private static String oneLine(Exception fault) {
        return String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
    }
}
