package io.shardline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void everyKeyStandsInItAsALineThatCanBeUncommented() {
        String text = KeyReference.text();

        assertThat(Keys.all())
                .allSatisfy(key -> assertThat(text)
                        .contains("\n#" + key.name() + " = " + key.defaultText().orElse("") + "\n"));
        assertThat(PropertiesReader.read(text).entries()).isEmpty();
        assertThat(text.lines()).allMatch(line -> line.length() <= 220);
    }

    @Test
    void itsDefaultsLoad() throws BadValueException {
        String uncommented = KeyReference.text().replaceAll("(?m)^#(\\S+ = \\S)", "$1");

        for (PropertiesReader.Entry entry : PropertiesReader.read(uncommented).entries()) {
            Key<?> key = Keys.find(entry.key()).orElseThrow();
            assertThat(key.type().parse(entry.value())).as(entry.key()).isNotNull();
        }
    }
}
