package io.shardline.localstack.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** A client's side of a fan-out subscription: keeps the events until the test asks for them. */
public final class Events implements Subscriber<SubscribeToShardEventStream> {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final BlockingQueue<SubscribeToShardEvent> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Subscription> subscribed = new CompletableFuture<>();
    private CompletableFuture<Void> end;

    private Events() {}

    public static Events subscribe(
            KinesisAsyncClient client, String consumerArn, String shardId, ShardIteratorType type) {
        return subscribe(
                client,
                consumerArn,
                shardId,
                StartingPosition.builder().type(type).build());
    }

    public static Events subscribe(
            KinesisAsyncClient client, String consumerArn, String shardId, StartingPosition start) {
        Events events = new Events();
        SubscribeToShardRequest request = SubscribeToShardRequest.builder()
                .consumerARN(consumerArn)
                .shardId(shardId)
                .startingPosition(start)
                .build();
        SubscribeToShardResponseHandler handler = SubscribeToShardResponseHandler.builder()
                .onEventStream(publisher -> publisher.subscribe(events))
                .build();
        events.end = client.subscribeToShard(request, handler);
        return events;
    }

    /** The next event. */
    public SubscribeToShardEvent next() {
        try {
            return Optional.ofNullable(events.poll(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS))
                    .orElseThrow(() -> new AssertionError("No event came; the subscription is " + end));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The payloads of the next events until there are so many, as text. */
    public List<String> nextTexts(int count) {
        List<String> texts = new ArrayList<>();
        while (texts.size() < count) {
            texts.addAll(RunningKinesis.texts(next().records()));
        }
        return texts;
    }

    /** Waits until the service let it start; a refusal comes out as it is. */
    public void awaitStart() {
        Clients.await(CompletableFuture.anyOf(subscribed, end));
    }

    /** Waits until the service ended it; an error comes out as it is. */
    public void awaitEnd() {
        Clients.await(end);
    }

    public boolean isRunning() {
        return !end.isDone();
    }

    /** Ends it from the client's side. */
    public void cancel() {
        await().atMost(TIMEOUT).until(subscribed::isDone);
        subscribed.join().cancel();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
        subscribed.complete(subscription);
    }

    @Override
    public void onNext(SubscribeToShardEventStream event) {
        if (event instanceof SubscribeToShardEvent records) {
            events.add(records);
        }
    }

    @Override
    public void onError(Throwable cause) {
        // The test sees it at the call's end.
    }

    @Override
    public void onComplete() {
        // The test sees it at the call's end.
    }
}
