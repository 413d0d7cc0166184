package io.shardline.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.config.stream.StreamArn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamConsumerRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamConsumerResponse;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;

class KclRetrievalTest {

    private static final StreamArn ARN = new StreamArn("aws", "eu-west-1", "123456789012", "words");

    /** Knows one stream with an active consumer; notes how it was asked. */
    private static final class OneStream implements KinesisAsyncClient {
        private final List<DescribeStreamSummaryRequest> asked = new ArrayList<>();

        @Override
        public CompletableFuture<DescribeStreamSummaryResponse> describeStreamSummary(
                DescribeStreamSummaryRequest request) {
            asked.add(request);
            return CompletableFuture.completedFuture(DescribeStreamSummaryResponse.builder()
                    .streamDescriptionSummary(stream -> stream.streamARN(request.streamARN()))
                    .build());
        }

        @Override
        public CompletableFuture<DescribeStreamConsumerResponse> describeStreamConsumer(
                DescribeStreamConsumerRequest request) {
            return CompletableFuture.completedFuture(DescribeStreamConsumerResponse.builder()
                    .consumerDescription(consumer -> consumer.consumerARN(request.streamARN() + "/consumer/reader:1")
                            .consumerStatus(ConsumerStatus.ACTIVE))
                    .build());
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @Test
    void theConsumerOfAStreamInAnotherAccountIsFoundByTheStreamsArn() throws Exception {
        OneStream kinesis = new OneStream();

        String consumer = new KclRetrieval.FanOutByArn(kinesis, ARN)
                .createConsumerRegistration(kinesis, "words", "reader")
                .getOrCreateStreamConsumerArn();

        assertThat(consumer).isEqualTo(ARN + "/consumer/reader:1");
        assertThat(kinesis.asked)
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.streamARN()).isEqualTo(ARN.toString()))
                .allSatisfy(request -> assertThat(request.streamName()).isNull());
    }
}
