package io.shardline.protocolspec;

import static org.assertj.core.api.Assertions.assertThat;

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
