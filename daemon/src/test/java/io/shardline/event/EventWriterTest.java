package io.shardline.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventWriterTest {
    private static final EventSource SOURCE =
            new EventSource("arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream", "us-east-2", "lambda-role");
    private static final String SEQUENCE = "49590338271490256608559692538361571095921575989136588898";

    private final EventWriter writer = new EventWriter(SOURCE, "shardId-000000000006");

    /** The example of AWS Lambda's manual, "Using Lambda to process records from Amazon Kinesis Data Streams". */
    @Test
    void isTheEventOfTheManual() {
        assertThat(write(record("1", "Hello, this is a test.", SEQUENCE, 0, 1545084650987L)))
                .isEqualTo("{\"Records\":[{\"kinesis\":{\"kinesisSchemaVersion\":\"1.0\",\"partitionKey\":\"1\","
                        + "\"sequenceNumber\":\"" + SEQUENCE + "\","
                        + "\"data\":\"SGVsbG8sIHRoaXMgaXMgYSB0ZXN0Lg==\","
                        + "\"approximateArrivalTimestamp\":1545084650.987},"
                        + "\"eventSource\":\"aws:kinesis\",\"eventVersion\":\"1.0\","
                        + "\"eventID\":\"shardId-000000000006:" + SEQUENCE + "\","
                        + "\"eventName\":\"aws:kinesis:record\","
                        + "\"invokeIdentityArn\":\"arn:aws:iam::123456789012:role/lambda-role\","
                        + "\"awsRegion\":\"us-east-2\","
                        + "\"eventSourceARN\":\"arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream\"}]}");
    }

    @Test
    void keepsTheEventIdsOfAnAggregateApart() throws IOException {
        JsonNode records = json(record("k", "a", SEQUENCE, 0, 1), record("k", "b", SEQUENCE, 1, 1))
                .get("Records");

        assertThat(records.get(0).get("eventID").asText()).isEqualTo("shardId-000000000006:" + SEQUENCE);
        assertThat(records.get(1).get("eventID").asText()).isEqualTo("shardId-000000000006:" + SEQUENCE + ":1");
        assertThat(records.get(1).at("/kinesis/sequenceNumber").asText()).isEqualTo(SEQUENCE);
    }

    @Test
    void isJsonWhateverTheRecordsContain() throws IOException {
        byte[] data = new byte[100_000];
        new Random(7).nextBytes(data);
        String key = "quote\" \\ \u2028 \ud83d\ude00 \u0000";
        JsonNode record = json(new DataRecord(ByteBuffer.wrap(data), key, new Position("7", 0), 1_000))
                .at("/Records/0/kinesis");

        assertThat(record.get("data").binaryValue()).isEqualTo(data);
        assertThat(record.get("partitionKey").asText()).isEqualTo(key);
        assertThat(record.get("approximateArrivalTimestamp").toString()).isEqualTo("1.0");
    }

    @Test
    void namesTheFunctionAfterTheApplication() {
        assertThat(SOURCE.functionArn()).isEqualTo("arn:aws:lambda:us-east-2:123456789012:function:lambda-role");
    }

    private JsonNode json(DataRecord... records) throws IOException {
        return new ObjectMapper().readTree(write(records));
    }

    private String write(DataRecord... records) {
        return UTF_8.decode(writer.write(List.of(records))).toString();
    }

    private static DataRecord record(String key, String data, String sequence, long sub, long millis) {
        return new DataRecord(ByteBuffer.wrap(data.getBytes(UTF_8)), key, new Position(sequence, sub), millis);
    }
}
