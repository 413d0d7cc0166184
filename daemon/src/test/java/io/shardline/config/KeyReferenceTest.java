package io.shardline.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.config.key.BadValueException;
import io.shardline.config.key.Key;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KeyReferenceTest {

    private static final Path FILE = Path.of("..", "config", "reference.properties");

    @Test
    void theReferenceFileIsWhatTheTableSays() throws IOException {
        if (System.getProperty("shardline.reference", "").equals("write")) {
            Files.writeString(FILE, KeyReference.text());
        }

        assertThat(FILE)
                .as("generated; -Dshardline.reference=write writes it anew")
                .hasContent(KeyReference.text());
    }

    @Test
    void everyKeyStandsInItAsALineThatCanBeUncommented() throws IOException {
        String text = KeyReference.text();

        assertThat(Keys.TABLE.all())
                .allSatisfy(key -> assertThat(text)
                        .contains("\n#" + key.name() + " = " + key.defaultText().orElse("") + "\n"));
        assertThat(properties(text)).isEmpty();
        assertThat(text.lines()).allMatch(line -> line.length() <= 220);
    }

    @Test
    void itsDefaultsLoad() throws BadValueException, IOException {
        String uncommented = KeyReference.text().replaceAll("(?m)^#(\\S+ = \\S)", "$1");

        for (Map.Entry<String, String> entry : properties(uncommented).entrySet()) {
            Key<?> key = Keys.TABLE.find(entry.getKey()).orElseThrow();
            assertThat(key.type().parse(entry.getValue())).as(entry.getKey()).isNotNull();
        }
    }

    private static Map<String, String> properties(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        Map<String, String> entries = new TreeMap<>();
        properties.forEach((key, value) -> entries.put((String) key, (String) value));
        return entries;
    }
}
