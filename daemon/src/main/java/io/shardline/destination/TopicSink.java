package io.shardline.destination;

import io.shardline.aws.AwsClients;
import io.shardline.aws.ServiceNames;
import io.shardline.config.aws.ServiceSettings;
import io.shardline.config.destination.DestinationAddress.Topic;
import io.shardline.destination.BatchPublisher.Entry;
import io.shardline.destination.BatchPublisher.Refusal;
import io.shardline.shard.port.DestinationException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.model.PublishBatchRequest;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;

/** An SNS topic. */
final class TopicSink implements DiscardSink {
    private final Topic topic;
    private final ServiceCalls calls;
    private final SnsAsyncClient sns;

    TopicSink(Topic topic, ServiceSettings settings, AwsClients clients) {
        this.topic = topic;
        this.calls = new ServiceCalls(topic, settings, ServiceNames.SNS, "SNS");
        this.sns = calls.configure(clients, SnsAsyncClient.builder()).build();
    }

    @Override
    public int maxMessageBytes() {
        return BatchPublisher.MAX_BYTES;
    }

    @Override
    public void put(List<Message> messages) throws DestinationException, InterruptedException {
        BatchPublisher.publish(topic.toString(), messages, this::send);
    }

    private List<Refusal> send(List<Entry> entries) throws DestinationException, InterruptedException {
        PublishBatchRequest request = PublishBatchRequest.builder()
                .topicArn(topic.arn())
                .publishBatchRequestEntries(entries.stream()
                        .map(entry -> PublishBatchRequestEntry.builder()
                                .id(entry.id())
                                .message(entry.body())
                                .build())
                        .toList())
                .build();
        return calls.await("sns:Publish", () -> sns.publishBatch(request)).failed().stream()
                .map(failed -> new Refusal(failed.id(), failed.code(), failed.message()))
                .toList();
    }

    @Override
    public String probe() throws DestinationException, InterruptedException {
        Map<String, String> found = calls.await(
                        "sns:GetTopicAttributes",
                        () -> sns.getTopicAttributes(request -> request.topicArn(topic.arn())))
                .attributes();
        return "has " + found.getOrDefault("SubscriptionsConfirmed", "0") + " subscriptions";
    }

    @Override
    public void close() {
        sns.close();
    }
}
