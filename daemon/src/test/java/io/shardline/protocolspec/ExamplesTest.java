package io.shardline.protocolspec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example is what its name says. */
class ExamplesTest {

    static List<Path> examples() {
        return Specification.files("examples", ".json");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void goodOnesPassAndBadOnesFail(Path example) {
        String schema = example.getParent().getFileName().toString();
        boolean good = example.getFileName().toString().startsWith("good-");
        assertThat(good || example.getFileName().toString().startsWith("bad-")).isTrue();

        var faults = Specification.faults(schema, Specification.parse(Specification.read(example)));

        if (good) {
            assertThat(faults).isEmpty();
        } else {
            assertThat(faults).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void transcriptsAreWellFormed(Path transcript) {
        for (String line : Specification.read(transcript).lines().toList()) {
            assertThat(Specification.faults("transcript", Specification.parse(line)))
                    .as(line)
                    .isEmpty();
        }
    }

    /** Those with processes are replayed by {@link TranscriptTest}, which compares every byte. */
    @ParameterizedTest
    @MethodSource("hostedTranscripts")
    void messagesOfHostedTranscriptsFitTheirSchemas(Path file) {
        Transcript transcript = Transcript.of(Specification.read(file).lines().toList());
        for (Transcript.Entry entry : transcript.entries()) {
            if (entry.line() != null) {
                JsonNode message = Specification.parse(entry.text());
                String schema = entry.toProcessor()
                        ? Specification.schemaOfDaemonsMessage(message)
                        : message.path("action").asText().equals("checkpoint") ? "checkpointRequest" : "status";
                assertThat(Specification.faults(schema, message))
                        .as(entry.text())
                        .isEmpty();
            }
        }
    }

    static List<Path> hostedTranscripts() {
        return Specification.files("transcripts/hosted", ".jsonl");
    }

    static List<Path> transcripts() {
        return Specification.files("transcripts", ".jsonl");
    }

    @Test
    void everyMessageHasGoodAndBadExamples() {
        List<String> names = examples().stream()
                .map(e -> e.getParent().getFileName() + "/"
                        + e.getFileName().toString().split("-", 2)[0])
                .toList();
        for (Path schema : Specification.files("schema", ".schema.json")) {
            String message = schema.getFileName().toString().replace(".schema.json", "");
            if (!List.of("record", "transcript").contains(message)) {
                assertThat(names).contains(message + "/good", message + "/bad");
            }
        }
    }
}
