package io.shardline.integration.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The schemas of {@code protocol-spec/}. */
final class ProtocolSchemas {
    private static final String ID = "https://shardline.io/protocol/1/";
    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12, b -> b.schemas(texts()));

    private ProtocolSchemas() {}

    /** What is wrong with a message; nothing if the schema of this name takes it. */
    static List<Error> faults(String schema, JsonNode message) {
        return SCHEMAS.getSchema(SchemaLocation.of(ID + schema + ".schema.json"))
                .validate(message);
    }

    private static Map<String, String> texts() {
        try (Stream<Path> files = Files.list(Repository.path("protocol-spec/schema"))) {
            return files.collect(Collectors.toMap(file -> ID + file.getFileName(), ProtocolSchemas::text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
