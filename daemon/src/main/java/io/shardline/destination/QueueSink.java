package io.shardline.destination;

import io.shardline.aws.AwsClients;
import io.shardline.aws.ServiceNames;
import io.shardline.config.aws.ServiceSettings;
import io.shardline.config.destination.DestinationAddress.Queue;
import io.shardline.destination.BatchPublisher.Entry;
import io.shardline.destination.BatchPublisher.Refusal;
import io.shardline.shard.port.DestinationException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** An SQS queue. */
final class QueueSink implements DiscardSink {
    private final Queue queue;
    private final ServiceCalls calls;
    private final SqsAsyncClient sqs;
    private volatile int mostBytes = BatchPublisher.MAX_BYTES;
    private final QueueUrl url;

    QueueSink(Queue queue, ServiceSettings settings, AwsClients clients) {
        this.queue = queue;
        this.calls = new ServiceCalls(queue, settings, ServiceNames.SQS, "SQS");
        this.sqs = calls.configure(clients, SqsAsyncClient.builder()).build();
        this.url = new QueueUrl(queue, calls, sqs);
    }

    @Override
    public int maxMessageBytes() {
        return mostBytes;
    }

    @Override
    public void put(List<Message> messages) throws DestinationException, InterruptedException {
        BatchPublisher.publish(queue.toString(), messages, this::send);
    }

    private List<Refusal> send(List<Entry> entries) throws DestinationException, InterruptedException {
        SendMessageBatchRequest request = SendMessageBatchRequest.builder()
                .queueUrl(url.get())
                .entries(entries.stream()
                        .map(entry -> SendMessageBatchRequestEntry.builder()
                                .id(entry.id())
                                .messageBody(entry.body())
                                .build())
                        .toList())
                .build();
        return calls.await("sqs:SendMessage", () -> sqs.sendMessageBatch(request)).failed().stream()
                .map(failed -> new Refusal(failed.id(), failed.code(), failed.message()))
                .toList();
    }

    @Override
    public String probe() throws DestinationException, InterruptedException {
        GetQueueAttributesRequest request = GetQueueAttributesRequest.builder()
                .queueUrl(url.get())
                .attributeNames(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, QueueAttributeName.MAXIMUM_MESSAGE_SIZE)
                .build();
        Map<QueueAttributeName, String> found = calls.await(
                        "sqs:GetQueueAttributes", () -> sqs.getQueueAttributes(request))
                .attributes();
        mostBytes = Math.min(
                BatchPublisher.MAX_BYTES,
                Integer.parseInt(found.getOrDefault(
                        QueueAttributeName.MAXIMUM_MESSAGE_SIZE, Integer.toString(BatchPublisher.MAX_BYTES))));
        return "has " + found.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES) + " messages";
    }

    @Override
    public void close() {
        sqs.close();
    }
}
