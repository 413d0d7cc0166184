package io.shardline.localstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardline.localstack.streams.DataStream;
import io.shardline.localstack.streams.HashKeyRange;
import io.shardline.localstack.streams.PutResult;
import io.shardline.localstack.testing.RunningKinesis;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/** Records are put, find their shard and are got again. */
class RecordsTest {
    private static final String FIRST_SHARD = "shardId-000000000000";
    private static final String SECOND_SHARD = "shardId-000000000001";
    private static final int MEBIBYTE = 1024 * 1024;

    @RegisterExtension
    static final RunningKinesis KINESIS = new RunningKinesis();

    @Test
    void recordsOfACallComeBackInOrderWithGrowingSequenceNumbers() {
        DataStream stream = KINESIS.newStream(1);
        List<String> sent = IntStream.range(0, 500).mapToObj(i -> "record " + i).toList();

        PutRecordsResponse put =
                putRecords(stream, sent.stream().map(RecordsTest::entry).toList());
        List<Record> got = KINESIS.getRecords(trimHorizon(stream, FIRST_SHARD)).records();

        assertThat(put.failedRecordCount()).isZero();
        assertThat(put.records()).extracting(PutRecordsResultEntry::shardId).containsOnly(FIRST_SHARD);
        assertThat(RunningKinesis.texts(got)).isEqualTo(sent);
        assertThat(got)
                .extracting(Record::sequenceNumber)
                .isSorted()
                .doesNotHaveDuplicates()
                .isEqualTo(put.records().stream()
                        .map(PutRecordsResultEntry::sequenceNumber)
                        .toList());
    }

    @Test
    void thePartitionKeysHashChoosesTheShard() {
        DataStream stream = KINESIS.newStream(2);
        Set<String> used = Set.copyOf(IntStream.range(0, 50)
                .mapToObj(i -> stream.put("key " + i, new byte[1]))
                .map(PutResult::shardId)
                .toList());

        assertThat(used).containsExactlyInAnyOrder(FIRST_SHARD, SECOND_SHARD);
        assertThat(HashKeyRange.hashKey("user-1").toString(16)).isEqualTo("d6d7705392bc7af633328bea8c4c6904");
    }

    @Test
    void aStreamThatDistributesRecordsItselfNeedsNoPartitionKeys() throws Exception {
        KINESIS.await(KINESIS.client()
                .createStream(r -> r.streamName("auto")
                        .shardCount(2)
                        .streamModeDetails(details -> details.streamMode(StreamMode.ON_DEMAND))));
        PutRecordsRequestEntry withoutKey = PutRecordsRequestEntry.builder()
                .data(SdkBytes.fromUtf8String("x"))
                .build();
        DataStream stream = KINESIS.stack().stream("auto");
        assertThatThrownBy(() -> putRecords(stream, List.of(withoutKey))).isInstanceOf(ValidationException.class);

        assertThat(updateDistribution("auto", "AUTO")).isEqualTo(200);

        PutRecordsResponse put = putRecords(stream, List.of(withoutKey, entry("y"), withoutKey));
        assertThat(put.records()).extracting(PutRecordsResultEntry::shardId).contains(FIRST_SHARD, SECOND_SHARD);
        assertThat(Stream.of(FIRST_SHARD, SECOND_SHARD)
                        .flatMap(shard -> KINESIS.getRecords(trimHorizon(stream, shard)).records().stream()))
                .extracting(Record::partitionKey)
                .containsExactlyInAnyOrder(null, null, "key");
        assertThat(updateDistribution("auto", "BY_COLOUR")).isEqualTo(400);
        assertThat(updateDistribution(KINESIS.newStream(1).name(), "AUTO")).isEqualTo(400);
    }

    /** The SDK of the tests does not know the operation yet. */
    private static int updateDistribution(String stream, String strategy) throws Exception {
        String body = "{\"StreamName\":\"" + stream + "\",\"RecordDistributionStrategy\":\"" + strategy + "\"}";
        HttpRequest request = HttpRequest.newBuilder(KINESIS.stack().kinesisEndpoint())
                .header("X-Amz-Target", "Kinesis_20131202.UpdateStreamRecordDistributionStrategy")
                .header("Content-Type", "application/x-amz-json-1.1")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void anExplicitHashKeyOverridesThePartitionKey() {
        DataStream stream = KINESIS.newStream(2);

        assertThat(shardFor(stream, "0")).isEqualTo(FIRST_SHARD);
        assertThat(shardFor(stream, BigInteger.TWO.pow(127).toString())).isEqualTo(SECOND_SHARD);
        assertThat(shardFor(stream, HashKeyRange.LAST_KEY.toString())).isEqualTo(SECOND_SHARD);
        assertThatThrownBy(() -> shardFor(stream, BigInteger.TWO.pow(128).toString()))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void aLimitLeavesRecordsForTheNextCall() {
        DataStream stream = KINESIS.newStream(1);
        List.of("a", "b", "c").forEach(text -> stream.put("key", text.getBytes(UTF_8)));

        GetRecordsResponse first = KINESIS.await(KINESIS.client()
                .getRecords(
                        r -> r.shardIterator(trimHorizon(stream, FIRST_SHARD)).limit(2)));

        assertThat(RunningKinesis.texts(first.records())).containsExactly("a", "b");
        assertThat(KINESIS.texts(first.nextShardIterator())).containsExactly("c");
    }

    @Test
    void aCallGivesNoMoreThanTenMebibytes() {
        DataStream stream = KINESIS.newStream(1);
        byte[] data = new byte[4 * MEBIBYTE];
        IntStream.range(0, 3).forEach(i -> stream.put("key", data));

        GetRecordsResponse first = KINESIS.getRecords(trimHorizon(stream, FIRST_SHARD));
        GetRecordsResponse second = KINESIS.getRecords(first.nextShardIterator());

        assertThat(first.records()).hasSize(2);
        assertThat(second.records()).hasSize(1);
    }

    @Test
    void millisBehindLatestIsZeroOnlyAtTheTip() {
        DataStream stream = KINESIS.newStream(1);
        stream.put("key", new byte[1]);
        stream.put("key", new byte[1]);

        String start = trimHorizon(stream, FIRST_SHARD);
        GetRecordsResponse tip = KINESIS.getRecords(start);

        assertThat(tip.millisBehindLatest()).isZero();
        assertThat(KINESIS.await(KINESIS.client()
                                .getRecords(r -> r.shardIterator(start).limit(1)))
                        .millisBehindLatest())
                .isNotNegative();
    }

    @Test
    void tooManyRecordsOrBytesInACallAreRefused() {
        DataStream stream = KINESIS.newStream(1);
        List<PutRecordsRequestEntry> many =
                IntStream.range(0, 501).mapToObj(i -> entry("x")).toList();
        SdkBytes large = SdkBytes.fromByteArrayUnsafe(new byte[6 * MEBIBYTE]);
        PutRecordsRequestEntry half =
                PutRecordsRequestEntry.builder().partitionKey("key").data(large).build();

        assertThatThrownBy(() -> putRecords(stream, many)).isInstanceOf(ValidationException.class);
        assertThatThrownBy(() -> putRecords(stream, List.of(half, half))).isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void aStreamTakesOneMebibyteARecordUnlessItWasCreatedForMore() {
        KINESIS.await(KINESIS.client().createStream(r -> r.streamName("small").shardCount(1)));
        KINESIS.await(KINESIS.client()
                .createStream(r -> r.streamName("large").shardCount(1).maxRecordSizeInKiB(2048)));
        SdkBytes data = SdkBytes.fromByteArrayUnsafe(new byte[MEBIBYTE + 1]);

        assertThatThrownBy(() -> put("small", "key", data)).isInstanceOf(ValidationException.class);
        assertThat(put("large", "key", data)).isEqualTo(FIRST_SHARD);
    }

    @Test
    void aPartitionKeyHasOneToTwoHundredAndFiftySixCharacters() {
        DataStream stream = KINESIS.newStream(1);
        SdkBytes data = SdkBytes.fromUtf8String("x");

        assertThat(put(stream.name(), "k".repeat(256), data)).isEqualTo(FIRST_SHARD);
        assertThatThrownBy(() -> put(stream.name(), "k".repeat(257), data)).isInstanceOf(ValidationException.class);
        assertThatThrownBy(() -> put(stream.name(), "", data)).isInstanceOf(ValidationException.class);
    }

    @Test
    void aLimitOutOfRangeIsRefused() {
        DataStream stream = KINESIS.newStream(1);
        String iterator = trimHorizon(stream, FIRST_SHARD);

        assertThatThrownBy(() -> KINESIS.await(KINESIS.client()
                        .getRecords(r -> r.shardIterator(iterator).limit(10_001))))
                .isInstanceOf(InvalidArgumentException.class);
    }

    private static String trimHorizon(DataStream stream, String shardId) {
        return KINESIS.iterator(stream.name(), shardId, ShardIteratorType.TRIM_HORIZON);
    }

    private static PutRecordsRequestEntry entry(String text) {
        return PutRecordsRequestEntry.builder()
                .partitionKey("key")
                .data(SdkBytes.fromUtf8String(text))
                .build();
    }

    private static PutRecordsResponse putRecords(DataStream stream, List<PutRecordsRequestEntry> entries) {
        return KINESIS.await(
                KINESIS.client().putRecords(r -> r.streamName(stream.name()).records(entries)));
    }

    private static String put(String stream, String key, SdkBytes data) {
        return KINESIS.await(KINESIS.client()
                        .putRecord(r -> r.streamName(stream).partitionKey(key).data(data)))
                .shardId();
    }

    private static String shardFor(DataStream stream, String explicitHashKey) {
        return KINESIS.await(KINESIS.client()
                        .putRecord(r -> r.streamName(stream.name())
                                .partitionKey("key")
                                .explicitHashKey(explicitHashKey)
                                .data(SdkBytes.fromUtf8String("x"))))
                .shardId();
    }
}
