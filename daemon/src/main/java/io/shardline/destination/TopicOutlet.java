package io.shardline.destination;

import io.shardline.aws.AwsClients;
import io.shardline.aws.ServiceNames;
import io.shardline.config.aws.ServiceSettings;
import io.shardline.config.destination.DestinationAddress.Topic;
import io.shardline.shard.DestinationException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchRequest;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;

/** A topic of SNS. */
final class TopicOutlet implements Outlet {
    /** Of a message, and of all in a call. */
    private static final int MAX_BYTES = 256 * 1024;

    /** PublishBatch. */
    private static final Groups GROUPS = new Groups(10, MAX_BYTES);

    private final Topic topic;
    private final Calls calls;
    private final SnsAsyncClient sns;

    TopicOutlet(Topic topic, ServiceSettings settings, AwsClients clients) {
        this.topic = topic;
        this.calls = new Calls(topic, settings, ServiceNames.SNS, "SNS");
        this.sns = calls.settle(clients, SnsAsyncClient.builder()).build();
    }

    @Override
    public int mostBytes() {
        return MAX_BYTES;
    }

    @Override
    public void put(List<Message> messages) throws DestinationException, InterruptedException {
        GROUPS.send(
                topic.toString(),
                messages,
                message -> message.json().length(),
                group -> refused(calls.wait(
                                "sns:Publish",
                                () -> sns.publishBatch(PublishBatchRequest.builder()
                                        .topicArn(topic.arn())
                                        .publishBatchRequestEntries(entries(group))
                                        .build()))
                        .failed()));
    }

    private static List<PublishBatchRequestEntry> entries(List<Message> group) {
        return IntStream.range(0, group.size())
                .mapToObj(i -> PublishBatchRequestEntry.builder()
                        .id(Integer.toString(i))
                        .message(group.get(i).json())
                        .build())
                .toList();
    }

    private static Map<Integer, String> refused(List<BatchResultErrorEntry> failed) {
        return failed.stream()
                .collect(Collectors.toMap(
                        entry -> Integer.valueOf(entry.id()), entry -> entry.code() + ": " + entry.message()));
    }

    @Override
    public String probe() throws DestinationException, InterruptedException {
        Map<String, String> found = calls.wait(
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
