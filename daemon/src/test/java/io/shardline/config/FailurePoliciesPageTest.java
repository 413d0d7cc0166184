package io.shardline.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.protocol.Decoder;
import io.shardline.protocol.FromProcessor.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples on the page for users are what the daemon takes. */
class FailurePoliciesPageTest {
    @TempDir
    Path folder;

    @Test
    void everyExampleIsAValidFile() throws IOException {
        List<List<String>> examples = examples(line -> line.contains(" = "));

        assertThat(examples).hasSize(5);
        for (List<String> example : examples) {
            assertThat(new ConfigFixture(folder).problemsWith(example.toArray(String[]::new)))
                    .as(example.toString())
                    .isEmpty();
        }
    }

    @Test
    void everyStatusReportsAFailure() throws IOException {
        List<String> lines = examples(line -> line.startsWith("{")).stream()
                .flatMap(List::stream)
                .toList();

        assertThat(lines).hasSize(2).allSatisfy(line -> {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            assertThat(((Status) Decoder.decode(bytes, 0, bytes.length)).failure())
                    .isNotNull();
        });
    }

    /** {@return the indented blocks whose lines all look so} */
    private static List<List<String>> examples(Predicate<String> line) throws IOException {
        List<List<String>> examples = new ArrayList<>();
        List<String> block = new ArrayList<>();
        for (String text : Files.readString(Path.of("../docs/failure-policies.md"))
                .concat("\n")
                .split("\n", -1)) {
            if (text.startsWith("    ") && line.test(text.strip())) {
                block.add(text.strip());
            } else if (!block.isEmpty()) {
                examples.add(block);
                block = new ArrayList<>();
            }
        }
        return examples;
    }
}
