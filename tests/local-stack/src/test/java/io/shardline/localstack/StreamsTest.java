package io.shardline.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shardline.localstack.streams.DataStream;
import io.shardline.localstack.testing.RunningKinesis;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamDescription;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/** Streams are created, described, listed and deleted. */
class StreamsTest {
    @RegisterExtension
    static final RunningKinesis KINESIS = new RunningKinesis();

    @Test
    void aCreatedStreamIsActiveAndDescribed() {
        KINESIS.await(KINESIS.client().createStream(r -> r.streamName("created").shardCount(3)));

        StreamDescription description = KINESIS.await(KINESIS.client().describeStream(r -> r.streamName("created")))
                .streamDescription();

        assertThat(description.streamStatus()).isEqualTo(StreamStatus.ACTIVE);
        assertThat(description.streamARN()).isEqualTo("arn:aws:kinesis:us-east-1:000000000000:stream/created");
        assertThat(description.streamModeDetails().streamMode()).isEqualTo(StreamMode.PROVISIONED);
        assertThat(description.retentionPeriodHours()).isEqualTo(24);
        assertThat(description.streamCreationTimestamp()).isBeforeOrEqualTo(Instant.now());
        assertThat(description.hasMoreShards()).isFalse();
        assertThat(description.shards())
                .extracting(Shard::shardId)
                .containsExactly("shardId-000000000000", "shardId-000000000001", "shardId-000000000002");
    }

    @Test
    void aSummaryCountsOpenShardsAndConsumers() {
        DataStream stream = KINESIS.newStream(2);
        stream.mergeShards("shardId-000000000000", "shardId-000000000001");
        stream.registerConsumer("one");

        StreamDescriptionSummary summary = KINESIS.await(
                        KINESIS.client().describeStreamSummary(r -> r.streamName(stream.name())))
                .streamDescriptionSummary();

        assertThat(summary.openShardCount()).isEqualTo(1);
        assertThat(summary.consumerCount()).isEqualTo(1);
        assertThat(summary.streamId()).isNotBlank();
        assertThat(summary.maxRecordSizeInKiB()).isEqualTo(10 * 1024);
    }

    @Test
    void aStreamIsFoundByNameArnAndId() {
        DataStream stream = KINESIS.newStream(1);

        DescribeStreamSummaryResponse byArn = KINESIS.await(KINESIS.client()
                .describeStreamSummary(r -> r.streamARN(stream.identity().arn())));
        DescribeStreamSummaryResponse byId = KINESIS.await(KINESIS.client()
                .describeStreamSummary(r -> r.streamId(stream.identity().id())));

        assertThat(byArn.streamDescriptionSummary().streamName()).isEqualTo(stream.name());
        assertThat(byId.streamDescriptionSummary().streamName()).isEqualTo(stream.name());
    }

    @Test
    void aNameAndAnArnOfDifferentStreamsAreRefused() {
        DataStream one = KINESIS.newStream(1);
        DataStream other = KINESIS.newStream(1);

        assertThatThrownBy(() -> KINESIS.await(KINESIS.client()
                        .describeStreamSummary(r -> r.streamName(one.name())
                                .streamARN(other.identity().arn()))))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void aRequestThatNamesNoStreamIsRefused() {
        assertThatThrownBy(() -> KINESIS.await(KINESIS.client().describeStreamSummary(r -> {})))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void aDeletedStreamIsGone() {
        DataStream stream = KINESIS.newStream(1);

        KINESIS.await(KINESIS.client().deleteStream(r -> r.streamName(stream.name())));

        assertThatThrownBy(() -> KINESIS.await(KINESIS.client().describeStream(r -> r.streamName(stream.name()))))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aNameCanBeUsedOnce() {
        DataStream stream = KINESIS.newStream(1);

        assertThatThrownBy(() -> KINESIS.await(KINESIS.client()
                        .createStream(r -> r.streamName(stream.name()).shardCount(1))))
                .isInstanceOf(ResourceInUseException.class);
    }

    @Test
    void aBadNameOrCountIsRefused() {
        assertThatThrownBy(() -> KINESIS.await(
                        KINESIS.client().createStream(r -> r.streamName("a b").shardCount(1))))
                .isInstanceOf(ValidationException.class);
        assertThatThrownBy(() -> KINESIS.await(
                        KINESIS.client().createStream(r -> r.streamName("ab").shardCount(0))))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void streamsAreListedInPages() {
        KINESIS.stack().createStream("list-a", 1);
        KINESIS.stack().createStream("list-b", 1);
        KINESIS.stack().createStream("list-c", 1);

        var first = KINESIS.await(KINESIS.client()
                .listStreams(r -> r.exclusiveStartStreamName("list-").limit(2)));
        var second = KINESIS.await(
                KINESIS.client().listStreams(r -> r.nextToken(first.nextToken()).limit(1)));

        assertThat(first.streamNames()).containsExactly("list-a", "list-b");
        assertThat(first.hasMoreStreams()).isTrue();
        assertThat(second.streamNames()).containsExactly("list-c");
        assertThat(second.streamSummaries().get(0).streamARN()).endsWith("stream/list-c");
    }
}
