package io.shardline.protocolspec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.shardline.failure.Failure;
import io.shardline.testing.FakeCheckpointer;
import io.shardline.testing.ShellProcessor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Every line of the table of bad lines has the one answer that the table gives it. */
@Timeout(60)
class BadLinesTest {
    private static final Logger PROCESSOR_LOG = (Logger) LoggerFactory.getLogger("processor");
    private static final String INITIALIZE =
            "{\"action\":\"initialize\",\"shardId\":\"s\",\"sequenceNumber\":\"99\",\"subSequenceNumber\":0}";
    private static final String FIRST_BATCH = batch("100", "101");
    private static final String SECOND_BATCH = batch("102");
    private static final String STATUS = "{\"action\":\"status\",\"responseFor\":\"processRecords\"}";
    /** Printed when the line of an idle processor was read for sure. */
    private static final String MARKER = "marker";

    @TempDir
    private Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    static List<BadLine> lines() {
        return Specification.text("bad-lines.jsonl").lines().map(BadLine::of).toList();
    }

    record BadLine(String name, String during, String bytes, String answer) {
        static BadLine of(String json) {
            JsonNode node = Specification.parse(json);
            String line = Transcript.of(List.of("{\"to\":\"daemon\"," + json.substring(1)))
                    .entries()
                    .get(0)
                    .line();
            // One that is repeated is meant to have no end.
            int times = node.path("times").asInt(0);
            String bytes = times > 0 ? line.repeat(times) : line + "\n";
            return new BadLine(
                    node.get("name").asText(),
                    node.get("while").asText(),
                    bytes,
                    node.get("answer").asText());
        }

        boolean isAnswered() {
            return answer.equals("granted") || answer.endsWith("Exception");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeEach
    void listen() {
        log.start();
        PROCESSOR_LOG.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        PROCESSOR_LOG.detachAppender(log);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void hasItsOneAnswer(BadLine line) throws IOException {
        // Right behind the status, so that both are read at once.
        String bytes = line.during().equals("idle") ? STATUS + "\n" + line.bytes() : line.bytes();
        Files.writeString(folder.resolve("line"), bytes, StandardCharsets.ISO_8859_1);
        ShellProcessor processor = new ShellProcessor(folder);
        try (SessionFixture session = new SessionFixture(processor.command(behaviour(line)), new FakeCheckpointer())) {
            session.bringAbout(INITIALIZE);
            session.bringAbout(FIRST_BATCH);
            if (line.during().equals("idle")) {
                await().until(() -> printed().contains(MARKER));
            }
            session.bringAbout(SECOND_BATCH);
            session.bringAbout("{\"action\":\"leaseLost\"}");

            if (line.answer().equals("failed")) {
                assertThat(session.failures()).extracting(Failure::cause).containsExactly(Failure.Cause.BROKE_PROTOCOL);
            } else {
                assertThat(session.failures()).isEmpty();
                assertThat(processor.ledger()).isEqualTo(expectedLedger(line));
            }
            if (line.answer().equals("logged") || line.answer().equals("ignored")) {
                String text = new String(line.bytes().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                        .stripTrailing();
                assertThat(printed()).isEqualTo(line.answer().equals("logged") ? List.of(text) : List.of());
            }
        }
    }

    private List<String> printed() {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void thePageNamesThemAll() {
        Matcher rows = Pattern.compile("^\\| (`[a-z0-9-]+`(?:, `[a-z0-9-]+`)*) \\|", Pattern.MULTILINE)
                .matcher(Specification.text("protocol.md").split("## How the daemon handles a bad line", 2)[1]);
        TreeSet<String> named = new TreeSet<>();
        while (rows.find()) {
            for (String name : rows.group(1).split(", ", -1)) {
                named.add(name.replace("`", ""));
            }
        }
        assertThat(named)
                .isEqualTo(new TreeSet<>(lines().stream().map(BadLine::name).toList()));
    }

    /** In the first batch the processor has checkpointed 100 before it writes the line. */
    private static String behaviour(BadLine line) {
        String write = "cat \"$dir/line\"";
        String hear = line.isAnswered() ? "; IFS= read -r reply; printf '%s\\n' \"$reply\" >> $dir/ledger" : "";
        String checkpoint = "checkpoint '\"100\"'; ";
        return switch (line.during()) {
            case "busy" ->
                "[ $action$n = processRecords1 ] && { " + checkpoint + write + hear
                        + (line.answer().equals("accepted") || line.answer().equals("failed") ? "; continue" : "")
                        + "; }";
            case "idle" ->
                "[ $action$n = processRecords1 ] && { " + checkpoint + write + hear + "; say " + MARKER
                        + "; continue; }";
            default -> "[ $action = " + line.during() + " ] && { " + write + hear + "; }";
        };
    }

    private static List<String> expectedLedger(BadLine line) {
        String reply = line.answer().equals("granted") ? "ok" : line.answer();
        List<String> ledger = new ArrayList<>(List.of("initialize 99"));
        if (line.during().equals("initialize")) {
            ledger.add(reply);
        }
        ledger.add("records 100 101");
        if (line.during().equals("busy") || line.during().equals("idle")) {
            ledger.add("ok");
            if (line.isAnswered()) {
                ledger.add(reply);
            }
        }
        ledger.add("records 102");
        ledger.add("leaseLost");
        if (line.during().equals("leaseLost")) {
            ledger.add(reply);
        }
        ledger.add("end");
        return ledger;
    }

    private static String batch(String... numbers) {
        List<String> records = new ArrayList<>();
        for (String number : numbers) {
            records.add("{\"data\":\"\",\"partitionKey\":\"k\",\"sequenceNumber\":\"" + number
                    + "\",\"approximateArrivalTimestamp\":0,\"subSequenceNumber\":0,\"action\":\"record\"}");
        }
        return "{\"action\":\"processRecords\",\"records\":[" + String.join(",", records)
                + "],\"millisBehindLatest\":0}";
    }
}
