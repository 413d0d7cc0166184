package io.shardline.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads the user's own records: one JSON object per line, with {@code partitionKey}, and {@code data} or {@code base64}. */
public final class UserRecords {
    private static final ObjectMapper JSON = new ObjectMapper();

    private UserRecords() {}

    /**
     * Reads the file.
     *
     * @throws IOException if it cannot be read; the message names the line
     */
    public static List<DataRecord> read(Path file) throws IOException {
        List<DataRecord> records = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                try {
                    records.add(record(lines.get(i), records.size()));
                } catch (JsonProcessingException | IllegalArgumentException e) {
                    throw new IOException(
                            "line " + (i + 1) + " is not a record: "
                                    + e.getMessage().lines().findFirst().orElse(""),
                            e);
                }
            }
        }
        return records;
    }

    private static DataRecord record(String line, int number) throws JsonProcessingException {
        JsonNode node = JSON.readTree(line);
        byte[] data;
        if (node.path("base64").isTextual()) {
            data = Base64.getDecoder().decode(node.get("base64").asText());
        } else if (node.path("data").isTextual()) {
            data = node.get("data").asText().getBytes(StandardCharsets.UTF_8);
        } else {
            throw new IllegalArgumentException("it has neither \"data\" (a string) nor \"base64\"");
        }
        // Its position is assigned when it is sent.
        return new DataRecord(
                ByteBuffer.wrap(data), node.path("partitionKey").asText("key"), new Position("" + number, 0), 0);
    }
}
