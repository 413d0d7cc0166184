package io.shardline.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes on the wire: those of the original, in ASCII (protocol-spec/compatibility.md, sections 1 and 3). */
class EncoderTest {
    private static final ObjectMapper JACKSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    @Test
    void anApplicationLearnsWhoseShardItServes() throws IOException {
        ToProcessor.Initialize initialize = new ToProcessor.Initialize("shardId-1", "TRIM_HORIZON", 0, 0, 1, "42");
        AttachedFields fields = new AttachedFields("app", "w1", "words", null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        Encoder.write(initialize, fields, 1500, out);

        assertThat(out.toString(StandardCharsets.US_ASCII))
                .isEqualTo("{\"action\":\"initialize\",\"shardId\":\"shardId-1\",\"sequenceNumber\":\"TRIM_HORIZON\","
                        + "\"subSequenceNumber\":0,\"protocol\":1,\"application\":\"app\",\"worker\":\"w1\","
                        + "\"streamName\":\"words\",\"fence\":\"42\",\"timeoutMillis\":1500}\n");
        assertThat(line(initialize)).doesNotContain("fence", "protocol");
    }

    @Test
    void anActionWithoutALimitHasNoTimeout() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        Encoder.write(new ToProcessor.LeaseLost(), new AttachedFields("app", "w1", "words", "arn:x"), -1, out);

        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("{\"action\":\"leaseLost\"}\n");
    }

    @Test
    void writesTheLaneOnlyIfThereAreSeveral() {
        assertThat(line(new ToProcessor.Initialize("shardId-000000000000", "TRIM_HORIZON", 0, 2, 4)))
                .isEqualTo("{\"action\":\"initialize\",\"shardId\":\"shardId-000000000000\","
                        + "\"sequenceNumber\":\"TRIM_HORIZON\",\"subSequenceNumber\":0,\"lane\":2,\"lanes\":4}\n");
        assertThat(line(new ToProcessor.Initialize("shardId-000000000000", "TRIM_HORIZON", 0, 0, 1)))
                .doesNotContain("lane");
    }

    @Test
    void writesTheOriginalsBytes() {
        assertThat(line(new ToProcessor.Initialize("shardId-000000000000", "TRIM_HORIZON", 0)))
                .isEqualTo("{\"action\":\"initialize\",\"shardId\":\"shardId-000000000000\","
                        + "\"sequenceNumber\":\"TRIM_HORIZON\",\"subSequenceNumber\":0}\n");
        DataRecord record = new DataRecord(
                ByteBuffer.wrap("meow".getBytes(StandardCharsets.UTF_8)),
                "cat",
                new Position("4959", 0),
                1700000000123L);
        assertThat(line(new ToProcessor.ProcessRecords(List.of(record), 1234L)))
                .isEqualTo(
                        "{\"action\":\"processRecords\",\"records\":[{\"data\":\"bWVvdw==\",\"partitionKey\":\"cat\","
                                + "\"sequenceNumber\":\"4959\",\"approximateArrivalTimestamp\":1700000000123,"
                                + "\"subSequenceNumber\":0,\"action\":\"record\"}],\"millisBehindLatest\":1234}\n");
        assertThat(line(new ToProcessor.LeaseLost())).isEqualTo("{\"action\":\"leaseLost\"}\n");
        assertThat(line(new ToProcessor.ShardEnded())).isEqualTo("{\"action\":\"shardEnded\"}\n");
        assertThat(line(new ToProcessor.ShutdownRequested())).isEqualTo("{\"action\":\"shutdownRequested\"}\n");
    }

    @Test
    void writesNullsInCheckpointRepliesAndNeverAnEmptyError() {
        assertThat(line(new ToProcessor.CheckpointReply("42", 0L, null)))
                .isEqualTo(
                        "{\"action\":\"checkpoint\",\"sequenceNumber\":\"42\",\"subSequenceNumber\":0,\"error\":null}\n");
        assertThat(line(new ToProcessor.CheckpointReply(null, null, "ThrottlingException")))
                .isEqualTo("{\"action\":\"checkpoint\",\"sequenceNumber\":null,\"subSequenceNumber\":null,"
                        + "\"error\":\"ThrottlingException\"}\n");
    }

    @Test
    void replacesALoneSurrogateWhichKillsRuby() {
        assertThat(line(new ToProcessor.Initialize("a\uD800b\uDC00", "x", 0))).contains("\"a\\uFFFDb\\uFFFD\"");
        assertThat(line(new ToProcessor.Initialize("\uD83D\uDE00", "x", 0))).contains("\"\\uD83D\\uDE00\"");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void equalsJacksonsEncodingOfRandomBatches(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            List<DataRecord> records = new ArrayList<>();
            for (int n = random.nextInt(20); n > 0; n--) {
                records.add(randomRecord(random));
            }
            Long behind = random.nextInt(4) == 0 ? null : Long.valueOf(random.nextInt());
            ToProcessor.ProcessRecords batch = new ToProcessor.ProcessRecords(records, behind);

            String written = line(batch);

            assertThat(written).as("seed %d, batch %d", seed, i).isEqualTo(byJackson(batch) + "\n");
            assertThat(written).matches("\\p{ASCII}*");
        }
    }

    private static DataRecord randomRecord(Random random) {
        // Around the sizes where the buffer and its pieces end, and tiny.
        int[] sizes = {0, 1, 2, 3, 1000, 9 * 1024 - 1, 9 * 1024, 9 * 1024 + 1, 24 * 1024, 64 * 1024, 70_000};
        byte[] data = new byte[random.nextInt(3) == 0 ? sizes[random.nextInt(sizes.length)] : random.nextInt(200)];
        random.nextBytes(data);
        StringBuilder key = new StringBuilder();
        for (int n = random.nextInt(40); n > 0; n--) {
            int point =
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextInt(0x20);
                        case 1 -> "\"\\/\u007f\u0080\u2028\u2029\u0085".codePointAt(random.nextInt(8));
                        case 2 -> 0x10000 + random.nextInt(0x1000);
                        default -> 0x20 + random.nextInt(0x400);
                    };
            key.appendCodePoint(point);
        }
        if (random.nextInt(50) == 0) {
            key.append("x".repeat(random.nextInt(140_000)));
        }
        Position position = new Position(Long.toString(random.nextLong(Long.MAX_VALUE)), random.nextInt(5));
        return new DataRecord(
                buffer(random, data), random.nextInt(20) == 0 ? null : key.toString(), position, random.nextLong());
    }

    /** The KCL's are read-only (KinesisClientRecord.fromRecord) or whole arrays (AggregatorUtil, 3.5.1). */
    private static ByteBuffer buffer(Random random, byte[] data) {
        return switch (random.nextInt(4)) {
            case 0 -> ByteBuffer.wrap(data);
            case 1 -> ByteBuffer.wrap(data).asReadOnlyBuffer();
            case 2 ->
                ByteBuffer.allocate(data.length + 7).put(7, data).position(7).slice();
            default ->
                ByteBuffer.allocateDirect(data.length + 7)
                        .put(4, data)
                        .limit(data.length + 4)
                        .position(4);
        };
    }

    @Test
    void writesEveryNumberInItsDigits() {
        List<Long> numbers = new ArrayList<>(List.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE));
        for (long power = 1; power > 0 && power <= Long.MAX_VALUE / 10; power *= 10) {
            numbers.addAll(List.of(power - 1, power, power + 1, power * 10 - 1, power * 7));
        }
        for (long number : numbers) {
            assertThat(line(new ToProcessor.CheckpointReply("1", number, null)))
                    .contains("\"subSequenceNumber\":" + number + ",");
        }
    }

    @Test
    void aStreamThatFailsLeavesNothingBehindForTheNextMessage() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("closed");
            }
        };
        assertThatThrownBy(() -> Encoder.write(new ToProcessor.ShardEnded(), broken))
                .isInstanceOf(IOException.class);

        assertThat(line(new ToProcessor.LeaseLost())).isEqualTo("{\"action\":\"leaseLost\"}\n");
    }

    private static String byJackson(ToProcessor.ProcessRecords batch) throws IOException {
        ObjectNode root = JACKSON.createObjectNode().put("action", "processRecords");
        ArrayNode records = root.putArray("records");
        for (DataRecord record : batch.records()) {
            byte[] data = new byte[record.data().remaining()];
            record.data().duplicate().get(data);
            records.addObject()
                    .put("data", data)
                    .put("partitionKey", record.partitionKey())
                    .put("sequenceNumber", record.position().sequenceNumber())
                    .put("approximateArrivalTimestamp", record.approximateArrivalMillis())
                    .put("subSequenceNumber", record.position().subSequenceNumber())
                    .put("action", "record");
        }
        root.put("millisBehindLatest", batch.millisBehindLatest());
        return JACKSON.writeValueAsString(root);
    }

    private String line(ToProcessor message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Encoder.write(message, out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(StandardCharsets.US_ASCII);
    }
}
