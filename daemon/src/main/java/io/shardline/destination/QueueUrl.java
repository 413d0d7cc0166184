package io.shardline.destination;

import io.shardline.config.destination.DestinationAddress.Queue;
import io.shardline.shard.DestinationException;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;

/** The URL of a queue: the configured one, or what SQS says of its ARN. */
final class QueueUrl {
    private final Queue queue;
    private final Calls calls;
    private final SqsAsyncClient sqs;
    private volatile String url;

    QueueUrl(Queue queue, Calls calls, SqsAsyncClient sqs) {
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
            url = calls.wait("sqs:GetQueueUrl", () -> sqs.getQueueUrl(request)).queueUrl();
        }
        return url;
    }
}
