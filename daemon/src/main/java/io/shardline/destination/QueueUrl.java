package io.shardline.destination;

import io.shardline.config.destination.DestinationAddress.Queue;
import io.shardline.shard.port.DestinationException;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;

/** The URL of a queue: as configured, or looked up in SQS by its ARN. */
final class QueueUrl {
    private final Queue queue;
    private final ServiceCalls calls;
    private final SqsAsyncClient sqs;
    private volatile String url;

    QueueUrl(Queue queue, ServiceCalls calls, SqsAsyncClient sqs) {
        this.queue = queue;
        this.calls = calls;
        this.sqs = sqs;
        this.url = queue.url().map(Object::toString).orElse(null);
    }

    String get() throws DestinationException, InterruptedException {
        if (url == null) {
            GetQueueUrlRequest request = GetQueueUrlRequest.builder()
                    .queueName(queue.name())
                    .queueOwnerAWSAccountId(queue.account().orElse(null))
                    .build();
            url = calls.await("sqs:GetQueueUrl", () -> sqs.getQueueUrl(request)).queueUrl();
        }
        return url;
    }
}
