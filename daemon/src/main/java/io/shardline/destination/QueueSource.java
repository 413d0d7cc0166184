package io.shardline.destination;

import io.shardline.aws.AwsClients;
import io.shardline.aws.ServiceNames;
import io.shardline.config.aws.ServiceSettings;
import io.shardline.config.destination.DestinationAddress.Queue;
import io.shardline.shard.port.DestinationException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/**
 * The messages of an SQS queue. An acknowledged message is deleted; a released one becomes visible to other consumers when
 * this source is closed.
 */
final class QueueSource implements DiscardSource {
    /** A message that takes longer to redrive is received a second time. */
    private static final Duration VISIBILITY_TIMEOUT = Duration.ofMinutes(10);

    private static final int MESSAGES_PER_CALL = 10;
    private static final int WAIT_SECONDS = 2;
    /** A queue that has messages may return none, but hardly twice in a row. */
    private static final int MAX_EMPTY_RESPONSES = 2;

    private static final Logger LOG = LoggerFactory.getLogger(QueueSource.class);

    private final ServiceCalls calls;
    private final SqsAsyncClient sqs;
    private final QueueUrl url;
    private final Deque<Received> received = new ArrayDeque<>();
    private final List<Received> released = new ArrayList<>();
    private final Set<String> releasedIds = new HashSet<>();

    QueueSource(Queue queue, ServiceSettings settings, AwsClients clients) {
        this.calls = new ServiceCalls(queue, settings, ServiceNames.SQS, "SQS");
        this.sqs = calls.configure(clients, SqsAsyncClient.builder()).build();
        this.url = new QueueUrl(queue, calls, sqs);
    }

    private final class Received implements Item {
        private final String id;
        private final String text;
        private final String handle;

        Received(String id, String text, String handle) {
            this.id = id;
            this.text = text;
            this.handle = handle;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public void acknowledge() throws DestinationException, InterruptedException {
            String where = url.get();
            calls.await(
                    "sqs:DeleteMessage",
                    () -> sqs.deleteMessage(request -> request.queueUrl(where).receiptHandle(handle)));
        }

        @Override
        public void release() {
            released.add(this);
            releasedIds.add(id);
        }
    }

    @Override
    public Optional<Item> next() throws DestinationException, InterruptedException {
        for (int empty = 0; received.isEmpty() && empty < MAX_EMPTY_RESPONSES; empty++) {
            receive();
        }
        return Optional.ofNullable(received.poll());
    }

    private void receive() throws DestinationException, InterruptedException {
        ReceiveMessageRequest request = ReceiveMessageRequest.builder()
                .queueUrl(url.get())
                .maxNumberOfMessages(MESSAGES_PER_CALL)
                .waitTimeSeconds(WAIT_SECONDS)
                .visibilityTimeout(Math.toIntExact(VISIBILITY_TIMEOUT.toSeconds()))
                .build();
        calls.await("sqs:ReceiveMessage", () -> sqs.receiveMessage(request)).messages().stream()
                .filter(message -> !releasedIds.contains(message.messageId()))
                .forEach(message ->
                        received.add(new Received(message.messageId(), message.body(), message.receiptHandle())));
    }

    @Override
    public boolean removesAcknowledged() {
        return true;
    }

    @Override
    public void close() {
        released.addAll(received);
        released.forEach(this::makeVisible);
        sqs.close();
    }

    private void makeVisible(Received message) {
        try {
            String where = url.get();
            calls.await(
                    "sqs:ChangeMessageVisibility",
                    () -> sqs.changeMessageVisibility(request -> request.queueUrl(where)
                            .receiptHandle(message.handle)
                            .visibilityTimeout(0)));
        } catch (DestinationException e) {
            LOG.atWarn()
                    .log(
                            "{}; the message {} becomes visible to other consumers in {}",
                            e.getMessage(),
                            message.id,
                            VISIBILITY_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
