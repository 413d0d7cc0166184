package io.shardline.destination;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shardline.failure.DiscardCondition;
import io.shardline.protocol.DataRecord;
import io.shardline.shard.port.DiscardedRecords;
import io.shardline.testing.ShardRefs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageWriterTest {
    private static final int PLENTY = 1 << 20;

    @Test
    void tellsWhatLambdaTellsAndWhoGaveUp() {
        JsonNode message = only(writer(false, PLENTY)
                .write(Samples.discarded(Samples.record(1), Samples.record(2), Samples.record(3, 4, "k"))));

        assertThat(message.get("requestContext").toString())
                .contains("\"application\":\"word-count\"", "\"worker\":\"worker-1\"")
                .contains("\"condition\":\"RetryAttemptsExhausted\"", "\"approximateInvokeCount\":3");
        assertThat(message.get("responseContext").toString())
                .isEqualTo("{\"functionError\":\"exited\",\"errorMessage\":\"the processor exited with code 1\"}");
        assertThat(message.get("timestamp").asText()).isEqualTo("2026-11-21T06:00:01.020Z");
        assertThat(message.get("KinesisBatchInfo").toString())
                .isEqualTo("{\"shardId\":\"" + Samples.SHARD + "\","
                        + "\"startSequenceNumber\":\"49590338271490256608559692538361571095921575989136581001\","
                        + "\"startSubSequenceNumber\":0,"
                        + "\"endSequenceNumber\":\"49590338271490256608559692538361571095921575989136581003\","
                        + "\"endSubSequenceNumber\":4,"
                        + "\"approximateArrivalOfFirstRecord\":\"2023-11-14T22:13:20.001Z\","
                        + "\"approximateArrivalOfLastRecord\":\"2023-11-14T22:13:20.003Z\","
                        + "\"batchSize\":3,\"streamArn\":\"" + Samples.STREAM + "\"}");
        assertThat(message.has("records")).isFalse();
    }

    @Test
    void leavesTheResponseOutWhereNothingWasDelivered() {
        DiscardedRecords old = new DiscardedRecords(
                ShardRefs.of(Samples.SHARD), DiscardCondition.RECORD_AGE_EXCEEDED, 0, null, List.of(Samples.record(1)));

        JsonNode message = only(writer(false, PLENTY).write(old));

        assertThat(message.has("responseContext")).isFalse();
        assertThat(message.at("/requestContext/condition").asText()).isEqualTo("RecordAgeExceeded");
    }

    @Test
    void holdsTheRecordsByteForByte() throws Exception {
        byte[] data = {0, -1, 10, 13, 34};
        String key = "a\"b\n\u00e9\ud83d\ude00\uffff";
        DataRecord record = Samples.record(1, 2, key, data);

        List<Message> messages = writer(true, PLENTY).write(Samples.discarded(record, Samples.record(2)));

        JsonNode first = only(messages).at("/records/0");
        assertThat(first.get("data").binaryValue()).isEqualTo(data);
        assertThat(first.get("partitionKey").asText()).isEqualTo(key);
        assertThat(first.get("sequenceNumber").asText())
                .isEqualTo(record.position().sequenceNumber());
        assertThat(first.get("subSequenceNumber").asLong()).isEqualTo(2);
        assertThat(first.get("approximateArrivalTimestamp").asLong()).isEqualTo(record.approximateArrivalMillis());
        assertThat(messages.get(0).json().getBytes(StandardCharsets.UTF_8))
                .as("one line of ASCII, which every destination takes")
                .hasSize(messages.get(0).json().length())
                .doesNotContain((byte) '\n');
        assertThat(record.data().remaining()).as("the record can be read again").isEqualTo(data.length);
    }

    @Test
    void splitsWhatIsTooLongAndTellsInEachPartOfItsOwnRecords() {
        int limit = 10_000;
        List<DataRecord> records = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            records.add(Samples.large(i, 50 * i));
        }

        List<Message> messages = writer(true, limit).write(Samples.discarded(records.toArray(DataRecord[]::new)));

        List<String> seen = new ArrayList<>();
        for (Message message : messages) {
            assertThat(message.json().length()).isLessThanOrEqualTo(limit);
            assertThat(message.requestId()).isEqualTo(messages.get(0).requestId());
            JsonNode json = Samples.parse(message.json());
            JsonNode info = json.get("KinesisBatchInfo");
            JsonNode own = json.get("records");
            assertThat(info.get("batchSize").asInt()).isEqualTo(own.size());
            assertThat(info.get("startSequenceNumber")).isEqualTo(own.get(0).get("sequenceNumber"));
            assertThat(info.get("endSequenceNumber"))
                    .isEqualTo(own.get(own.size() - 1).get("sequenceNumber"));
            own.forEach(record -> seen.add(record.get("sequenceNumber").asText()));
        }
        assertThat(seen)
                .containsExactlyElementsOf(records.stream()
                        .map(record -> record.position().sequenceNumber())
                        .toList());
        assertThat(messages).as("not a message a record").hasSizeLessThan(15);
    }

    @Test
    void tellsOfARecordThatFitsNoMessageWithoutItsData() {
        List<Message> messages = writer(true, 10_000)
                .write(Samples.discarded(Samples.large(1, 10), Samples.large(2, 9_000), Samples.large(3, 10)));

        assertThat(messages)
                .extracting(message -> Samples.parse(message.json()).has("records"))
                .containsExactly(true, false, true);
        assertThat(Samples.parse(messages.get(1).json())
                        .at("/KinesisBatchInfo/batchSize")
                        .asInt())
                .isEqualTo(1);
    }

    private static JsonNode only(List<Message> messages) {
        assertThat(messages).hasSize(1);
        return Samples.parse(messages.get(0).json());
    }

    private static MessageWriter writer(boolean withRecords, int mostBytes) {
        return new MessageWriter(Samples.SENDER, withRecords, () -> mostBytes, Samples.CLOCK);
    }
}
