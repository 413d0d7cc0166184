package io.shardline.protocolspec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files of {@code protocol-spec/}. */
final class Specification {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("../protocol-spec");
    private static final String ID = "https://shardline.io/protocol/1/";
    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12, b -> b.schemas(schemaTexts()));

    private Specification() {}

    static Path path(String name) {
        return FOLDER.resolve(name);
    }

    static String text(String name) {
        return read(path(name));
    }

    /** {@return what is wrong with the message; nothing if the schema takes it} */
    static List<Error> faults(String schemaName, JsonNode message) {
        Schema schema = SCHEMAS.getSchema(SchemaLocation.of(ID + schemaName + ".schema.json"));
        return schema.validate(message);
    }

    /** {@return the schema of a message that the daemon writes} */
    static String schemaOfDaemonsMessage(JsonNode message) {
        String action = message.path("action").asText();
        return action.equals("checkpoint") ? "checkpointReply" : action;
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    static List<Path> files(String folder, String ending) {
        try (Stream<Path> files = Files.walk(path(folder))) {
            return files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> schemaTexts() {
        Map<String, String> texts = new HashMap<>();
        files("schema", ".schema.json").forEach(f -> texts.put(ID + f.getFileName(), read(f)));
        return texts;
    }
}
