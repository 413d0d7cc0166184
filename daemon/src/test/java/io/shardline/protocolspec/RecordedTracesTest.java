package io.shardline.protocolspec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Every line that real daemons wrote fits the schemas: the traces in {@code -Dshardline.traces=FOLDER}. */
@EnabledIfSystemProperty(named = "shardline.traces", matches = ".+")
class RecordedTracesTest {

    @Test
    void everyLineToAProcessorFitsItsSchema() throws IOException {
        Path folder = Path.of(System.getProperty("shardline.traces"));
        int checked = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    checked += check(file, line);
                }
            }
        }
        assertThat(checked).as("messages in " + folder).isPositive();
    }

    private static int check(Path file, String line) {
        JsonNode entry = Specification.parse(line);
        assertThat(Specification.faults("transcript", entry))
                .as("%s: %s", file, line)
                .isEmpty();
        if (!entry.get("to").asText().equals("processor") || !entry.has("line")) {
            return 0;
        }
        JsonNode message = Specification.parse(entry.get("line").asText());
        assertThat(Specification.faults(Specification.schemaOfDaemonsMessage(message), message))
                .as("%s: %s", file, line)
                .isEqualTo(List.of());
        return 1;
    }
}
