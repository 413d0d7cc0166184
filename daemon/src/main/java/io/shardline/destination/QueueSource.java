package io.shardline.destination;

import io.shardline.aws.AwsClients;
import io.shardline.aws.ServiceNames;
import io.shardline.config.aws.ServiceSettings;
import io.shardline.config.destination.DestinationAddress.Queue;
import io.shardline.shard.DestinationException;
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
 * The messages of a queue. One that is done is deleted; one that is not stays, and can be had by others again when this
 * is closed.
 */
final class QueueSource implements DiscardSource {
    /** A message that takes longer is received a second time. */
    private static final Duration INVISIBLE = Duration.ofMinutes(10);

    private static final int A_CALL = 10;
    private static final int WAIT_SECONDS = 2;
    /** A queue may answer with nothing though it has messages, but hardly twice. */
    private static final int EMPTY_ANSWERS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(QueueSource.class);

    private final Calls calls;
    private final SqsAsyncClient sqs;
    private final QueueUrl url;
    private final Deque<Received> received = new ArrayDeque<>();
    private final List<Received> left = new ArrayList<>();
    private final Set<String> leftIds = new HashSet<>();

    QueueSource(Queue queue, ServiceSettings settings, AwsClients clients) {
        this.calls = new Calls(queue, settings, ServiceNames.SQS, "SQS");
        this.sqs = calls.settle(clients, SqsAsyncClient.builder()).build();
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
        public void done() throws DestinationException, InterruptedException {
            String where = url.get();
            calls.wait(
                    "sqs:DeleteMessage",
                    () -> sqs.deleteMessage(request -> request.queueUrl(where).receiptHandle(handle)));
        }

        @Override
        public void left() {
            left.add(this);
            leftIds.add(id);
        }
    }

    @Override
    public Optional<Item> next() throws DestinationException, InterruptedException {
        for (int empty = 0; received.isEmpty() && empty < EMPTY_ANSWERS; empty++) {
            receive();
        }
        return Optional.ofNullable(received.poll());
    }

    private void receive() throws DestinationException, InterruptedException {
        ReceiveMessageRequest request = ReceiveMessageRequest.builder()
                .queueUrl(url.get())
                .maxNumberOfMessages(A_CALL)
                .waitTimeSeconds(WAIT_SECONDS)
                .visibilityTimeout(Math.toIntExact(INVISIBLE.toSeconds()))
                .build();
        calls.wait("sqs:ReceiveMessage", () -> sqs.receiveMessage(request)).messages().stream()
                .filter(message -> !leftIds.contains(message.messageId()))
                .forEach(message ->
                        received.add(new Received(message.messageId(), message.body(), message.receiptHandle())));
    }

    @Override
    public boolean forgets() {
        return true;
    }

    @Override
    public void close() {
        left.addAll(received);
        left.forEach(this::giveBack);
        sqs.close();
    }

    private void giveBack(Received message) {
        try {
            String where = url.get();
            calls.wait(
                    "sqs:ChangeMessageVisibility",
                    () -> sqs.changeMessageVisibility(request -> request.queueUrl(where)
                            .receiptHandle(message.handle)
                            .visibilityTimeout(0)));
        } catch (DestinationException e) {
            LOG.atWarn().log("{}; others see the message {} in {}", e.getMessage(), message.id, INVISIBLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
