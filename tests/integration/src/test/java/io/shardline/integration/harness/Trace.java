package io.shardline.integration.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What one daemon and its processors said to each other, written down by the daemon itself.
 *
 * @param file the daemon's {@code traceFile}
 * @param processorsBehave whether its processors keep the protocol
 */
record Trace(Path file, boolean processorsBehave) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Holds every line against its schema: all that the daemon wrote, and of well-behaved processors every JSON object.
     * Other lines of theirs are prints, which the protocol bears.
     *
     * @return how many lines the daemon wrote
     */
    int assertKeepsTheProtocol() {
        int said = 0;
        for (String line : (Iterable<String>) wholeLines().lines()::iterator) {
            JsonNode entry = parse(line);
            assertFits("transcript", entry, line);
            boolean toProcessor = entry.get("to").asText().equals("processor");
            if (entry.has("line") && toProcessor) {
                JsonNode message = parse(entry.get("line").asText());
                String action = message.path("action").asText();
                assertFits(action.equals("checkpoint") ? "checkpointReply" : action, message, line);
                said++;
            } else if (entry.has("line") && processorsBehave) {
                assertFitsIfMessage(entry.get("line").asText(), line);
            }
        }
        return said;
    }

    private void assertFitsIfMessage(String text, String line) {
        if (text.startsWith("{")) {
            JsonNode message = parse(text);
            boolean isStatus = message.path("action").asText().equals("status");
            assertFits(isStatus ? "status" : "checkpointRequest", message, line);
        }
    }

    private void assertFits(String schema, JsonNode message, String line) {
        assertThat(ProtocolSchemas.faults(schema, message))
                .as("faults by %s.schema.json of a line in %s: %s", schema, file, line)
                .isEmpty();
    }

    private JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON in %s: %s".formatted(file, text), e);
        }
    }

    /** A daemon that was killed may have left a piece of a line at the end; one that never started leaves no file. */
    private String wholeLines() {
        try {
            String text = Files.exists(file) ? Files.readString(file, StandardCharsets.US_ASCII) : "";
            return text.substring(0, text.lastIndexOf('\n') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the trace " + file, e);
        }
    }
}
