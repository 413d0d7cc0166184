package io.shardline.protocolspec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.shardline.event.EventSource;
import io.shardline.event.EventWriter;
import io.shardline.protocol.AttachedFields;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Encoder;
import io.shardline.protocol.Position;
import io.shardline.protocol.ToProcessor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What the encoder writes, whatever it is given, fits the schemas. */
class EncoderSchemaTest {
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    @RepeatedTest(5)
    void randomMessagesFitTheirSchemas(RepetitionInfo repetition) throws IOException {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int i = 0; i < 200; i++) {
            fits(randomMessage(random));
        }
    }

    @RepeatedTest(5)
    void randomMessagesToHostsFitTheirSchemas(RepetitionInfo repetition) throws IOException {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int i = 0; i < 200; i++) {
            if (randomMessage(random) instanceof ToProcessor.ActionMessage message) {
                fitsForHosts(random, message);
            }
        }
    }

    private static void fitsForHosts(Random random, ToProcessor.ActionMessage message) throws IOException {
        ToProcessor.ActionMessage sent = message instanceof ToProcessor.Initialize
                ? new ToProcessor.Initialize(
                        text(random) + "s", number(random), random.nextInt(4), 0, 1, Long.toString(random.nextInt(99)))
                : message;
        AttachedFields fields = new AttachedFields(
                text(random) + "a", text(random) + "w", text(random) + "s", random.nextBoolean() ? "arn:x" : null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Encoder.write(sent, fields, random.nextBoolean() ? 1 + random.nextLong(1 << 30) : -1, out);
        fits(out);
    }

    @Test
    void largeMessagesFitTheirSchemas() throws IOException {
        Random random = new Random(1);
        List<DataRecord> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            many.add(record(random, random.nextInt(50)));
        }
        fits(new ToProcessor.ProcessRecords(many, 0L));
        fits(new ToProcessor.ProcessRecords(List.of(record(random, 1024 * 1024)), null));
    }

    @Test
    void eventsForLambdaFitTheirSchema() throws IOException {
        EventWriter writer = new EventWriter(
                new EventSource("arn:aws:kinesis:eu-west-1:123456789012:stream/words", "eu-west-1", "app"),
                "shardId-0");
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            List<DataRecord> records = new ArrayList<>();
            for (int j = 0; j <= i; j++) {
                records.add(record(random, random.nextInt(500)));
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            writer.write(records, out);
            assertThat(Specification.faults("kinesisEvent", STRICT.readTree(out.toByteArray())))
                    .isEmpty();
        }
    }

    private static void fits(ToProcessor message) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Encoder.write(message, out);
        fits(out);
    }

    private static void fits(ByteArrayOutputStream out) throws IOException {
        String line = out.toString(StandardCharsets.ISO_8859_1);
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        assertThat(line.chars()).allMatch(c -> c < 0x80);
        JsonNode read = STRICT.readTree(line);
        assertThat(Specification.faults(Specification.schemaOfDaemonsMessage(read), read))
                .isEmpty();
    }

    private static ToProcessor randomMessage(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> new ToProcessor.Initialize(text(random) + "s", number(random), random.nextInt(4));
            case 1 -> new ToProcessor.LeaseLost();
            case 2 -> new ToProcessor.ShardEnded();
            case 3 -> new ToProcessor.ShutdownRequested();
            case 4 ->
                new ToProcessor.CheckpointReply(
                        random.nextBoolean() ? text(random) : null,
                        random.nextBoolean() ? random.nextLong() : null,
                        random.nextBoolean() ? "ThrottlingException" : null);
            default -> {
                List<DataRecord> records = new ArrayList<>();
                for (int n = random.nextInt(5); n > 0; n--) {
                    records.add(record(random, random.nextInt(100)));
                }
                yield new ToProcessor.ProcessRecords(
                        records, random.nextBoolean() ? random.nextLong(1 << 30) : null, random.nextInt(3));
            }
        };
    }

    private static DataRecord record(Random random, int size) {
        byte[] data = new byte[size];
        random.nextBytes(data);
        return new DataRecord(
                ByteBuffer.wrap(data),
                text(random),
                new Position(number(random), random.nextInt(3)),
                random.nextLong(1L << 41));
    }

    private static String number(Random random) {
        return Long.toString(random.nextLong(Long.MAX_VALUE));
    }

    /** Any UTF-16, lone surrogates included. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(12); n > 0; n--) {
            text.append((char) random.nextInt(0x10000));
        }
        return text.toString();
    }
}
