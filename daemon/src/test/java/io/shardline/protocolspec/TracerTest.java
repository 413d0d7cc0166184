package io.shardline.protocolspec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.shardline.config.operations.WireTraceSettings;
import io.shardline.protocol.DataRedactor;
import io.shardline.protocolspec.Transcript.Entry;
import io.shardline.testing.FakeCheckpointer;
import io.shardline.transport.TraceFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A trace of a conversation is its transcript. */
@Timeout(60)
class TracerTest {
    private static final String SHARD = "shardId-000000000000";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"complete", "noise-on-stdout", "python-client", "dotnet-client", "failed/closed-stdout"})
    void aTraceIsTheTranscript(String name) throws IOException {
        Transcript transcript = transcript(name);

        List<String> trace = trace(transcript, "all", true);

        assertThat(withoutEnds(Transcript.of(trace))).isEqualTo(withoutEnds(transcript));
        for (String line : trace) {
            assertThat(Specification.faults("transcript", Specification.parse(line)))
                    .isEmpty();
        }
    }

    @Test
    void theDataIsLeftOutAndTheRestIsAsItWas() throws IOException {
        Transcript transcript = transcript("complete");

        List<String> trace = trace(transcript, SHARD, false);

        List<String> marked = trace.stream()
                .filter(line -> Specification.parse(line).has("dataLeftOut"))
                .toList();
        assertThat(marked).singleElement().satisfies(line -> {
            JsonNode records = Specification.parse(
                            Specification.parse(line).get("line").asText())
                    .get("records");
            assertThat(records)
                    .hasSize(2)
                    .allSatisfy(r -> assertThat(r.get("data").asText()).isEmpty());
        });
        assertThat(String.join("", trace)).doesNotContain("bWVvdw==").doesNotContain("d29vZg==");
        assertThat(withoutEnds(Transcript.of(trace)))
                .hasSameSizeAs(withoutEnds(transcript))
                .contains(transcript.entries().get(3));
    }

    @Test
    void onlyItsOwnerMayReadATrace() throws IOException {
        trace(transcript("complete"), SHARD, true);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("trace"))))
                .isEqualTo("rw-------");
    }

    @Test
    void anotherShardIsNotTraced() throws IOException {
        assertThat(trace(transcript("complete"), "shardId-000000000001", true)).isEmpty();
    }

    @Test
    void onlyTheDataGoes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DataRedactor filter = new DataRedactor(out)) {
            filter.write("{\"data\":\"abc=\",\"partitionKey\":\"\\\"data\\\":\\\"x\"},{\"data\":\"\",\"k\":\"\"data\"}"
                    .getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(out.toString(StandardCharsets.US_ASCII))
                .isEqualTo("{\"data\":\"\",\"partitionKey\":\"\\\"data\\\":\\\"x\"},{\"data\":\"\",\"k\":\"\"data\"}");
    }

    private List<String> trace(Transcript transcript, String shards, boolean data) throws IOException {
        Path file = folder.resolve("trace");
        List<String> command = transcript.scriptedProcessor(folder, folder.resolve("ledger"));
        WireTraceSettings settings = new WireTraceSettings(shards, file, data);
        try (TraceFile tracer = new TraceFile(
                        file,
                        shard -> settings.covers(shard.shardId()),
                        data ? UnaryOperator.identity() : DataRedactor::new);
                SessionFixture session = new SessionFixture(command, new FakeCheckpointer(), tracer)) {
            transcript.toProcessor().stream()
                    .filter(line -> !line.equals("end") && !line.contains("\"action\":\"checkpoint\""))
                    .forEach(session::bringAbout);
            await().until(() ->
                    Files.size(file) == 0 || Files.readString(file).contains("\"to\":\"daemon\",\"closed\""));
        }
        return Files.readAllLines(file);
    }

    private static Transcript transcript(String name) {
        return Transcript.of(
                Specification.text("transcripts/" + name + ".jsonl").lines().toList());
    }

    /** Which direction ends first is chance. */
    private static List<Entry> withoutEnds(Transcript transcript) {
        return transcript.entries().stream().filter(e -> e.line() != null).toList();
    }
}
