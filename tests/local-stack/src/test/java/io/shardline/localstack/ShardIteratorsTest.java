package io.shardline.localstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardline.localstack.streams.DataStream;
import io.shardline.localstack.streams.PutResult;
import io.shardline.localstack.testing.MovableClock;
import io.shardline.localstack.testing.RunningKinesis;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/** Each way to name a position gives the records that it promises. */
class ShardIteratorsTest {
    private static final String SHARD = "shardId-000000000000";
    private static final MovableClock CLOCK = new MovableClock();

    @RegisterExtension
    static final RunningKinesis KINESIS =
            new RunningKinesis(LocalStackOptions.defaults().withClock(CLOCK));

    @Test
    void trimHorizonGivesEverything() {
        DataStream stream = streamOf("a", "b");

        assertThat(KINESIS.texts(iterator(stream, ShardIteratorType.TRIM_HORIZON)))
                .containsExactly("a", "b");
    }

    @Test
    void latestGivesOnlyWhatComesAfterIt() {
        DataStream stream = streamOf("a");
        String latest = iterator(stream, ShardIteratorType.LATEST);

        assertThat(KINESIS.texts(latest)).isEmpty();
        put(stream, "b");
        assertThat(KINESIS.texts(latest)).containsExactly("b");
    }

    @Test
    void atAndAfterASequenceNumberStartAtAndAfterItsRecord() {
        DataStream stream = streamOf("a");
        String second = put(stream, "b").sequenceNumber();
        put(stream, "c");

        assertThat(KINESIS.texts(iterator(stream, ShardIteratorType.AT_SEQUENCE_NUMBER, second)))
                .containsExactly("b", "c");
        assertThat(KINESIS.texts(iterator(stream, ShardIteratorType.AFTER_SEQUENCE_NUMBER, second)))
                .containsExactly("c");
    }

    @Test
    void theShardsOwnStartingSequenceNumberIsAPosition() {
        DataStream stream = streamOf("a");
        String start = stream.shard(SHARD).startingSequenceNumber();

        assertThat(KINESIS.texts(iterator(stream, ShardIteratorType.AT_SEQUENCE_NUMBER, start)))
                .containsExactly("a");
    }

    @Test
    void aTimestampStartsAtTheFirstRecordFromThatMomentOn() {
        DataStream stream = streamOf("old");
        CLOCK.advance(Duration.ofSeconds(10));
        Instant moment = CLOCK.instant();
        put(stream, "new");
        CLOCK.advance(Duration.ofSeconds(10));

        assertThat(KINESIS.texts(at(stream, moment))).containsExactly("new");
        assertThat(KINESIS.texts(at(stream, moment.minusSeconds(3600)))).containsExactly("old", "new");
        assertThat(KINESIS.texts(at(stream, moment.plusSeconds(5)))).isEmpty();
    }

    @Test
    void aTimestampInTheFutureIsRefused() {
        DataStream stream = streamOf();

        assertThatThrownBy(() -> at(stream, CLOCK.instant().plusSeconds(60)))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void aTrimmedPositionStartsAtTheOldestRecordLeft() {
        DataStream stream = KINESIS.newStream(1);
        String first = put(stream, "a").sequenceNumber();
        put(stream, "b");
        String third = put(stream, "c").sequenceNumber();

        stream.trimBefore(SHARD, third);

        assertThat(KINESIS.texts(iterator(stream, ShardIteratorType.TRIM_HORIZON)))
                .containsExactly("c");
        assertThat(KINESIS.texts(iterator(stream, ShardIteratorType.AT_SEQUENCE_NUMBER, first)))
                .containsExactly("c");
        assertThat(KINESIS.texts(iterator(stream, ShardIteratorType.AFTER_SEQUENCE_NUMBER, first)))
                .containsExactly("c");
    }

    @Test
    void anIteratorExpiresAfterFiveMinutes() {
        DataStream stream = streamOf("a");
        String iterator = iterator(stream, ShardIteratorType.TRIM_HORIZON);

        CLOCK.advance(Duration.ofMinutes(5));
        assertThat(KINESIS.texts(iterator)).containsExactly("a");
        CLOCK.advance(Duration.ofMillis(1));

        assertThatThrownBy(() -> KINESIS.texts(iterator)).isInstanceOf(ExpiredIteratorException.class);
    }

    @Test
    void aSequenceNumberOfAnotherShardOrStreamIsRefused() {
        DataStream stream = KINESIS.newStream(2);
        String otherShard = stream.shard("shardId-000000000001").startingSequenceNumber();
        String otherStream = put(KINESIS.newStream(1), "x").sequenceNumber();

        assertThatThrownBy(() -> iterator(stream, ShardIteratorType.AT_SEQUENCE_NUMBER, otherShard))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("It encodes shardId-000000000001");
        assertThatThrownBy(() -> iterator(stream, ShardIteratorType.AFTER_SEQUENCE_NUMBER, otherStream))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("did not come from this stream");
        assertThatThrownBy(() -> iterator(stream, ShardIteratorType.AFTER_SEQUENCE_NUMBER, "12"))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void anUnknownShardTypeOrIteratorIsRefused() {
        DataStream stream = streamOf();

        assertThatThrownBy(() -> KINESIS.iterator(stream.name(), "shardId-000000000099", ShardIteratorType.LATEST))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> KINESIS.iterator(
                        request(stream).shardIteratorType("FIRST").build()))
                .isInstanceOf(ValidationException.class);
        assertThatThrownBy(() -> KINESIS.getRecords("AAAA")).isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void anIteratorDoesNotOutliveItsStream() {
        DataStream stream = streamOf("a");
        String iterator = iterator(stream, ShardIteratorType.TRIM_HORIZON);
        KINESIS.await(KINESIS.client().deleteStream(r -> r.streamName(stream.name())));
        KINESIS.stack().createStream(stream.name(), 1);

        assertThatThrownBy(() -> KINESIS.texts(iterator)).isInstanceOf(ResourceNotFoundException.class);
    }

    private static DataStream streamOf(String... texts) {
        DataStream stream = KINESIS.newStream(1);
        for (String text : texts) {
            put(stream, text);
        }
        return stream;
    }

    private static PutResult put(DataStream stream, String text) {
        return stream.put("key", text.getBytes(UTF_8));
    }

    private static String iterator(DataStream stream, ShardIteratorType type) {
        return KINESIS.iterator(stream.name(), SHARD, type);
    }

    private static String iterator(DataStream stream, ShardIteratorType type, String sequenceNumber) {
        return KINESIS.iterator(request(stream)
                .shardIteratorType(type)
                .startingSequenceNumber(sequenceNumber)
                .build());
    }

    private static String at(DataStream stream, Instant moment) {
        return KINESIS.iterator(request(stream)
                .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                .timestamp(moment)
                .build());
    }

    private static GetShardIteratorRequest.Builder request(DataStream stream) {
        return GetShardIteratorRequest.builder().streamName(stream.name()).shardId(SHARD);
    }
}
