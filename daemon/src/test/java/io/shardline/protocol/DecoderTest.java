package io.shardline.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.FromProcessor.Kind;
import io.shardline.protocol.FromProcessor.Output;
import io.shardline.protocol.FromProcessor.PrefixedMessage;
import io.shardline.protocol.FromProcessor.Status;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real clients print, and everything else (protocol-spec/compatibility.md, sections 2 and 3). */
class DecoderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"action\": \"status\", \"responseFor\": \"initialize\"}",
                "{\"action\":\"status\",\"responseFor\":\"initialize\"}",
                "{\"responseFor\":\"initialize\",\"action\":\"status\"}",
                "  {\"action\":\"status\",\"responseFor\":\"initialize\"}\r",
                "{\"action\":\"status\",\"responseFor\":\"initialize\",\"extra\":{\"a\":[1,{}]},\"more\":null}",
                "{\"action\":\"status\",\"responseFor\":\"initialize\"} and text behind"
            })
    void understandsAStatusInEveryForm(String line) {
        assertThat(decode(line)).isEqualTo(new Status("initialize"));
    }

    @Test
    void aStatusMayNameTheApplication() {
        assertThat(
                        decode(
                                "{\"action\":\"status\",\"responseFor\":\"initialize\",\"name\":\"orders\",\"version\":\"1.2\"}"))
                .isEqualTo(new Status("initialize", null, "orders", "1.2"));
    }

    @Test
    void understandsCheckpointsOfAllClients() {
        assertThat(decode("{\"action\": \"checkpoint\", \"sequenceNumber\": \"42\", \"subSequenceNumber\": 3}"))
                .isEqualTo(new CheckpointRequest("42", 3L, null));
        assertThat(decode("{\"action\":\"checkpoint\",\"sequenceNumber\":null}"))
                .isEqualTo(new CheckpointRequest(null, null, null));
        assertThat(decode("{\"action\":\"checkpoint\",\"error\":null,\"sequenceNumber\":\"42\"}"))
                .isEqualTo(new CheckpointRequest("42", null, null));
        assertThat(decode("{\"action\":\"checkpoint\",\"sequenceNumber\":42,\"subSequenceNumber\":\"7\"}"))
                .isEqualTo(new CheckpointRequest("42", 7L, null));
        assertThat(decode("{\"action\":\"checkpoint\",\"sequenceNumber\":\"None\"}"))
                .isEqualTo(new CheckpointRequest("None", null, null));
    }

    @Test
    void saysWhatIsWrongWithACheckpoint() {
        assertThat(decode("{\"action\":\"checkpoint\",\"sequenceNumber\":[1]}"))
                .isInstanceOfSatisfying(
                        CheckpointRequest.class, r -> assertThat(r.fault()).isNotNull());
        assertThat(decode("{\"action\":\"checkpoint\",\"sequenceNumber\":\"1\",\"subSequenceNumber\":1.5}"))
                .isInstanceOfSatisfying(
                        CheckpointRequest.class, r -> assertThat(r.fault()).isNotNull());
        assertThat(decode("{\"action\":\"checkpoint\",\"sequenceNumber\":\"1\",\"subSequenceNumber\":{}}"))
                .isInstanceOfSatisfying(
                        CheckpointRequest.class, r -> assertThat(r.fault()).isNotNull());
    }

    @Test
    void doesNotTakeTheOriginalsWrongFieldForAllSoFar() {
        assertThat(decode("{\"action\":\"checkpoint\",\"checkpoint\":\"42\"}"))
                .isInstanceOfSatisfying(
                        CheckpointRequest.class, r -> assertThat(r.fault()).contains("sequenceNumber"));
        assertThat(decode("{\"action\":\"checkpoint\",\"checkpoint\":null,\"sequenceNumber\":\"1\"}"))
                .isEqualTo(new CheckpointRequest("1", null, null));
    }

    @Test
    void findsAMessageBehindPrintedText() {
        assertThat(decode("progress 10%{\"action\":\"checkpoint\",\"sequenceNumber\":\"1\"}"))
                .isEqualTo(new PrefixedMessage("progress 10%", new CheckpointRequest("1", null, null)));
        assertThat(decode("{\"action\": tricky {\"action\":\"status\",\"responseFor\":\"leaseLost\"}"))
                .isEqualTo(new PrefixedMessage("{\"action\": tricky ", new Status("leaseLost")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hello|TEXT",
                "null|NOT_AN_OBJECT",
                "[1,2]|NOT_AN_OBJECT",
                "12|NOT_AN_OBJECT",
                "{}|NO_ACTION",
                "{\"Action\":\"status\"}|NO_ACTION",
                "{\"action\":\"dance\"}|UNKNOWN_ACTION",
                "{\"action\":null}|UNKNOWN_ACTION",
                "{\"action\":{\"a\":1}}|UNKNOWN_ACTION",
                "{\"action\":\"status\"|TEXT",
                "{\"action\":\"status\" \"responseFor\":\"x\"}|TEXT"
            })
    void takesEverythingElseForOutput(String line, Kind kind) {
        assertThat(decode(line)).isEqualTo(new Output(kind, line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\r"})
    void seesBlankLines(String line) {
        assertThat(decode(line)).isEqualTo(new Output(Kind.BLANK, ""));
    }

    @Test
    void aCheckpointAtANumberOfAnyLengthIsARequest() {
        String digits = "9".repeat(100_000);

        assertThat(decode("{\"action\":\"checkpoint\",\"sequenceNumber\":" + digits + "}"))
                .isEqualTo(new CheckpointRequest(digits, null, null));
        assertThat(decode("{\"action\":\"checkpoint\",\"sequenceNumber\":\"1\",\"subSequenceNumber\":" + digits + "}"))
                .isInstanceOfSatisfying(
                        CheckpointRequest.class,
                        request -> assertThat(request.fault()).isEqualTo("subSequenceNumber is not a whole number"));
    }

    @Test
    void neverFailsOnMutatedMessages() {
        Random random = new Random(7);
        byte[] message = "text {\"action\":\"checkpoint\",\"sequenceNumber\":\"42\",\"subSequenceNumber\":0}"
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = message.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(mutated.length + 1);
            assertThat(Decoder.decode(mutated, 0, length)).isNotNull();
        }
    }

    private static FromProcessor decode(String line) {
        byte[] bytes = ("#" + line + "#").getBytes(StandardCharsets.UTF_8);
        return Decoder.decode(bytes, 1, bytes.length - 2);
    }
}
