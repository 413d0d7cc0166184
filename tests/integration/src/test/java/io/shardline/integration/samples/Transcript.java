package io.shardline.integration.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardline.integration.harness.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The daemon's part of a conversation in {@code protocol-spec/transcripts}.
 *
 * @param actions what it sent, in order, but for its replies
 */
record Transcript(String name, List<Action> actions) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What the daemon finds wrong with a request by itself: that processor's mistakes, not another's. */
    private static final Set<String> REFUSALS = Set.of("IllegalArgumentException", "InvalidStateException");

    /**
     * An action.
     *
     * @param line as it is on the wire
     * @param outcomes what became of the checkpoints in it, in order: null for a durable one, else the error
     */
    record Action(String line, List<String> outcomes) {
        String name() {
            return content().get("action").asText();
        }

        JsonNode content() {
            return parse(line);
        }
    }

    /** All that do not end with a processor that failed. */
    static List<Transcript> all() {
        try (Stream<Path> files = Files.list(Repository.path("protocol-spec/transcripts"))) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .map(Transcript::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Transcript read(Path file) {
        List<Action> actions = new ArrayList<>();
        try {
            for (String entry : Files.readAllLines(file)) {
                JsonNode said = parse(entry);
                if (said.path("to").asText().equals("processor") && said.has("line")) {
                    add(said.get("line").asText(), actions);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Transcript(file.getFileName().toString(), actions);
    }

    private static void add(String line, List<Action> actions) {
        JsonNode message = parse(line);
        if (!message.get("action").asText().equals("checkpoint")) {
            actions.add(new Action(line, new ArrayList<>()));
        } else if (!REFUSALS.contains(message.get("error").asText())) {
            actions.get(actions.size() - 1).outcomes().add(message.get("error").textValue());
        }
    }

    /** How many records it delivers. */
    int records() {
        return actions.stream()
                .mapToInt(action -> action.content().path("records").size())
                .sum();
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
