package io.shardline.destination;

import io.shardline.aws.AwsClients;
import io.shardline.aws.ServiceNames;
import io.shardline.config.aws.ServiceSettings;
import io.shardline.config.destination.DestinationAddress.Queue;
import io.shardline.shard.DestinationException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** A queue of SQS. */
final class QueueOutlet implements Outlet {
    /** What every queue takes since 2013; newer ones may be set to take 1 MiB. Also the most of a call. */
    private static final int MAX_BYTES = 256 * 1024;

    /** SendMessageBatch. */
    private static final Groups GROUPS = new Groups(10, MAX_BYTES);

    private final Queue queue;
    private final Calls calls;
    private final SqsAsyncClient sqs;
    private volatile int mostBytes = MAX_BYTES;
    private final QueueUrl url;

    QueueOutlet(Queue queue, ServiceSettings settings, AwsClients clients) {
        this.queue = queue;
        this.calls = new Calls(queue, settings, ServiceNames.SQS, "SQS");
        this.sqs = calls.settle(clients, SqsAsyncClient.builder()).build();
        this.url = new QueueUrl(queue, calls, sqs);
    }

    @Override
    public int mostBytes() {
        return mostBytes;
    }

    @Override
    public void put(List<Message> messages) throws DestinationException, InterruptedException {
        String where = url.get();
        GROUPS.send(
                queue.toString(),
                messages,
                message -> message.json().length(),
                group -> refused(calls.wait(
                                "sqs:SendMessage",
                                () -> sqs.sendMessageBatch(SendMessageBatchRequest.builder()
                                        .queueUrl(where)
                                        .entries(entries(group))
                                        .build()))
                        .failed()));
    }

    private static List<SendMessageBatchRequestEntry> entries(List<Message> group) {
        return IntStream.range(0, group.size())
                .mapToObj(i -> SendMessageBatchRequestEntry.builder()
                        .id(Integer.toString(i))
                        .messageBody(group.get(i).json())
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
        GetQueueAttributesRequest request = GetQueueAttributesRequest.builder()
                .queueUrl(url.get())
                .attributeNames(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, QueueAttributeName.MAXIMUM_MESSAGE_SIZE)
                .build();
        Map<QueueAttributeName, String> found = calls.wait(
                        "sqs:GetQueueAttributes", () -> sqs.getQueueAttributes(request))
                .attributes();
        mostBytes = Math.min(
                MAX_BYTES,
                Integer.parseInt(
                        found.getOrDefault(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, Integer.toString(MAX_BYTES))));
        return "has " + found.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES) + " messages";
    }

    @Override
    public void close() {
        sqs.close();
    }
}
