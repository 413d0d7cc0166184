package io.shardline.integration.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.KinesisUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sample gets through every conversation of the specification, and counts all of its records. */
@DisabledIfSystemProperty(
        named = KinesisUnderTest.CHOICE,
        matches = KinesisUnderTest.KINESIS_MOCK,
        disabledReason = "about processors, not about Kinesis")
class TranscriptsIT {

    static Stream<Arguments> samplesAndTranscripts() {
        return Sample.all().stream()
                .flatMap(sample -> Transcript.all().stream().map(transcript -> Arguments.of(sample, transcript)));
    }

    static List<Transcript> transcripts() {
        return Transcript.all();
    }

    @Tag("languages")
    @ParameterizedTest
    @MethodSource("samplesAndTranscripts")
    void aSampleHoldsTheConversation(Sample sample, Transcript transcript, @TempDir Path directory) throws Exception {
        sample.prepare();
        replay(sample, transcript, directory);
    }

    /** The one that needs nothing that the build does not need itself. */
    @ParameterizedTest
    @MethodSource("transcripts")
    void theSampleInPythonHoldsTheConversation(Transcript transcript, @TempDir Path directory) throws Exception {
        replay(Sample.python(), transcript, directory);
    }

    private static void replay(Sample sample, Transcript transcript, Path directory)
            throws IOException, InterruptedException {
        Path results = directory.resolve("results");
        try (FakeDaemon daemon = new FakeDaemon(sample.command(results), directory.resolve("stderr"))) {
            daemon.play(transcript);
        }
        assertThat(WordCounts.saved(results).records()).isEqualTo(transcript.records());
    }
}
