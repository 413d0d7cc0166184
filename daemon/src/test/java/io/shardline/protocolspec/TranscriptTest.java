package io.shardline.protocolspec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shardline.failure.Failure;
import io.shardline.protocol.Position;
import io.shardline.protocolspec.Transcript.Entry;
import io.shardline.shard.port.CheckpointException;
import io.shardline.shard.port.Checkpointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The daemon's session, given a processor that says what a transcript's one said, writes what the transcript shows. */
@Timeout(60)
class TranscriptTest {
    private static final Map<String, Failure.Cause> FAILED = Map.of(
            "answered-wrongly.jsonl", Failure.Cause.BROKE_PROTOCOL,
            "answered-twice.jsonl", Failure.Cause.BROKE_PROTOCOL,
            "closed-stdout.jsonl", Failure.Cause.EXITED);
    /** What the session itself decides; every other error comes from the table of leases. */
    private static final Set<String> REFUSALS = Set.of("IllegalArgumentException", "InvalidStateException");

    @TempDir
    private Path folder;

    static List<Path> transcripts() {
        return Specification.files("transcripts", ".jsonl").stream()
                .filter(file -> !file.getParent().endsWith("hosted"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void isRepeatedToTheByte(Path file) throws IOException {
        Transcript transcript = Transcript.of(Specification.read(file).lines().toList());
        boolean failed = file.getParent().endsWith("failed");

        List<Failure> failures = replay(transcript);

        List<String> sent = Files.readAllLines(folder.resolve("ledger"));
        if (failed) {
            assertThat(transcript.toProcessor()).containsSubsequence(sent);
            assertThat(failures)
                    .extracting(Failure::cause)
                    .containsExactly(FAILED.get(file.getFileName().toString()));
        } else {
            assertThat(sent).isEqualTo(transcript.toProcessor());
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void thePagesExampleIsTheFirstOfThem() {
        List<String> page = Specification.text("protocol.md")
                .lines()
                .filter(line -> line.startsWith("> {") || line.startsWith("< {"))
                .toList();
        List<String> transcript =
                Transcript.of(Specification.text("transcripts/complete.jsonl")
                                .lines()
                                .toList())
                        .entries()
                        .stream()
                        .filter(e -> e.line() != null)
                        .map(e -> (e.toProcessor() ? "> " : "< ") + e.text())
                        .toList();
        assertThat(page).isEqualTo(transcript);
    }

    private List<Failure> replay(Transcript transcript) throws IOException {
        ScriptedTable table = new ScriptedTable();
        List<String> command = transcript.scriptedProcessor(folder, folder.resolve("ledger"));
        try (SessionFixture session = new SessionFixture(command, table)) {
            List<Entry> sent =
                    transcript.entries().stream().filter(Entry::toProcessor).toList();
            for (int i = 0; i < sent.size(); i++) {
                if (sent.get(i).line() == null || isReply(sent.get(i))) {
                    continue;
                }
                table.willAnswerAsIn(sent.subList(i + 1, sent.size()), sent.get(i));
                session.bringAbout(sent.get(i).text());
            }
            return session.failures();
        }
    }

    private static boolean isReply(Entry entry) {
        JsonNode message = Specification.parse(entry.line() == null ? "{}" : entry.text());
        return message.path("action").asText().equals("checkpoint");
    }

    /** A table of leases in which writes end as in the transcript. */
    private static final class ScriptedTable implements Checkpointer {
        private final Deque<String> outcomes = new ArrayDeque<>();

        /** Up to the next action; an action that is sent again is the same one. */
        void willAnswerAsIn(List<Entry> next, Entry action) {
            outcomes.clear();
            for (Entry entry : next) {
                if (isReply(entry)) {
                    String error =
                            Specification.parse(entry.text()).get("error").asText("");
                    if (!REFUSALS.contains(error)) {
                        outcomes.add(error);
                    }
                } else if (!entry.text().equals(action.text())) {
                    return;
                }
            }
        }

        @Override
        public void checkpoint(Position position) throws CheckpointException {
            write();
        }

        @Override
        public void checkpointShardEnd() throws CheckpointException {
            write();
        }

        private void write() throws CheckpointException {
            String error = outcomes.removeFirst();
            if (!error.isEmpty()) {
                throw new CheckpointException(error, false, "as in the transcript", null);
            }
        }
    }
}
