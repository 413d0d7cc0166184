package io.shardline.integration.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardline.integration.harness.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How many records there were and how often each word.
 *
 * @param records the records, those without a word too
 * @param words each word in lower case
 */
record WordCounts(int records, Map<String, Integer> words) {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What must be counted in these. */
    static WordCounts expected(List<Payload> payloads) {
        Map<String, Integer> words = new TreeMap<>();
        for (Payload payload : payloads) {
            String text = new String(payload.data(), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
            WORD.matcher(text).results().map(MatchResult::group).forEach(word -> words.merge(word, 1, Integer::sum));
        }
        return new WordCounts(payloads.size(), words);
    }

    /** What was counted, over the results of all shards. */
    static WordCounts saved(Path results) {
        int records = 0;
        Map<String, Integer> words = new TreeMap<>();
        for (Path file : files(results)) {
            JsonNode result = read(file);
            records += result.path("records").asInt();
            result.path("words")
                    .properties()
                    .forEach(entry ->
                            words.merge(entry.getKey(), entry.getValue().asInt(), Integer::sum));
        }
        return new WordCounts(records, words);
    }

    /** The sequence number of the last record that one shard's result counts, or null. */
    static String lastCounted(Path results, String shard) {
        return read(results.resolve(shard + ".json")).path("sequenceNumber").textValue();
    }

    private static List<Path> files(Path results) {
        if (!Files.exists(results)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(results)) {
            return new ArrayList<>(
                    found.filter(file -> file.toString().endsWith(".json")).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
