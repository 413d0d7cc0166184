package io.shardline.integration.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What daemons gave up, as the files of the destination {@code file:FOLDER} tell it. */
public final class DiscardedFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    public DiscardedFiles(Path folder) {
        this.folder = folder;
    }

    /** Every message so far; a line that is not whole yet is left out. */
    public List<JsonNode> messages() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .flatMap(DiscardedFiles::lines)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of these records, the ones that a message covers. */
    public List<StreamRecord> among(List<StreamRecord> records) {
        List<JsonNode> batches = messages().stream()
                .map(message -> message.get("KinesisBatchInfo"))
                .toList();
        return records.stream()
                .filter(record -> batches.stream().anyMatch(batch -> covers(batch, record)))
                .toList();
    }

    private static boolean covers(JsonNode batch, StreamRecord record) {
        return batch.get("shardId").asText().equals(record.shard())
                && position(batch, "start").compareTo(record.position()) <= 0
                && position(batch, "end").compareTo(record.position()) >= 0;
    }

    private static Position position(JsonNode batch, String which) {
        return new Position(
                new BigInteger(batch.get(which + "SequenceNumber").asText()),
                batch.get(which + "SubSequenceNumber").asLong());
    }

    private static Stream<JsonNode> lines(Path file) {
        try {
            String text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(DiscardedFiles::parse);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }
}
