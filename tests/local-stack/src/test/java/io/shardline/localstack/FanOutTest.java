package io.shardline.localstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shardline.localstack.kinesis.KinesisTimings;
import io.shardline.localstack.streams.DataStream;
import io.shardline.localstack.testing.Events;
import io.shardline.localstack.testing.RunningKinesis;
import java.math.BigInteger;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.ConsumerDescription;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;

/** Consumers are registered, and a subscription pushes a shard's records until its end. */
class FanOutTest {
    private static final String SHARD = "shardId-000000000000";
    private static final Duration HOLD = Duration.ofMillis(300);

    @RegisterExtension
    static final RunningKinesis KINESIS = new RunningKinesis(KinesisTimings.aws()
            .withSubscriptionHold(HOLD)
            .withSubscriptionLife(Duration.ofSeconds(3))
            .withHeartbeat(Duration.ofMillis(100)));

    @Test
    void aConsumerIsRegisteredDescribedListedAndDeregistered() {
        DataStream stream = KINESIS.newStream(1);
        Consumer registered = register(stream, "reader");

        ConsumerDescription byArn = KINESIS.await(
                        KINESIS.client().describeStreamConsumer(r -> r.consumerARN(registered.consumerARN())))
                .consumerDescription();
        ConsumerDescription byName = KINESIS.await(KINESIS.client()
                        .describeStreamConsumer(
                                r -> r.streamARN(stream.identity().arn()).consumerName("reader")))
                .consumerDescription();

        assertThat(byArn).isEqualTo(byName);
        assertThat(byArn.consumerStatus()).isEqualTo(ConsumerStatus.ACTIVE);
        assertThat(byArn.streamARN()).isEqualTo(stream.identity().arn());
        assertThat(KINESIS.await(KINESIS.client()
                                .listStreamConsumers(
                                        r -> r.streamARN(stream.identity().arn())))
                        .consumers())
                .containsExactly(registered);

        KINESIS.await(KINESIS.client().deregisterStreamConsumer(r -> r.consumerARN(registered.consumerARN())));

        assertThatThrownBy(() -> KINESIS.await(
                        KINESIS.client().describeStreamConsumer(r -> r.consumerARN(registered.consumerARN()))))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aConsumersNameIsUniqueInItsStreamAndThereAreTwentyAtMost() {
        DataStream stream = KINESIS.newStream(1);
        IntStream.range(0, 20).forEach(i -> register(stream, "reader-" + i));

        assertThatThrownBy(() -> register(stream, "reader-1")).isInstanceOf(ResourceInUseException.class);
        assertThatThrownBy(() -> register(stream, "one-too-many")).isInstanceOf(LimitExceededException.class);
    }

    @Test
    void recordsArePushedAsTheyCome() {
        DataStream stream = KINESIS.newStream(1);
        put(stream, "before");
        Events events = subscribe(stream, ShardIteratorType.TRIM_HORIZON);

        assertThat(events.nextTexts(1)).containsExactly("before");
        put(stream, "after");
        put(stream, "that");
        assertThat(events.nextTexts(2)).containsExactly("after", "that");
        events.cancel();
    }

    @Test
    void anEventComesNowAndThenWithoutRecords() {
        Events events = subscribe(KINESIS.newStream(1), ShardIteratorType.LATEST);

        SubscribeToShardEvent first = events.next();
        SubscribeToShardEvent second = events.next();

        assertThat(first.records()).isEmpty();
        assertThat(first.millisBehindLatest()).isZero();
        assertThat(second.continuationSequenceNumber()).isEqualTo(first.continuationSequenceNumber());
        events.cancel();
    }

    @Test
    void theNextSubscriptionGoesOnAfterTheContinuationSequenceNumber() {
        DataStream stream = KINESIS.newStream(1);
        String consumer = register(stream, "reader").consumerARN();
        Events first = Events.subscribe(KINESIS.client(), consumer, SHARD, ShardIteratorType.LATEST);
        String continuation = first.next().continuationSequenceNumber();
        first.cancel();
        put(stream, "missed");

        Events second = resubscribe(consumer, continuation);

        assertThat(second.nextTexts(1)).containsExactly("missed");
        second.cancel();
    }

    @Test
    void theLastEventOfAClosedShardNamesItsChildren() {
        DataStream stream = KINESIS.newStream(1);
        Events events = subscribe(stream, ShardIteratorType.LATEST);
        events.next();

        put(stream, "last");
        stream.splitShard(SHARD, BigInteger.TWO.pow(127));
        SubscribeToShardEvent event = events.next();
        while (event.continuationSequenceNumber() != null) {
            event = events.next();
        }

        assertThat(event.childShards())
                .extracting(ChildShard::shardId)
                .containsExactly("shardId-000000000001", "shardId-000000000002");
        events.awaitEnd();
    }

    @Test
    void aSecondSubscriptionIsRefusedAtFirstAndTakesOverLater() {
        DataStream stream = KINESIS.newStream(1);
        String consumer = register(stream, "reader").consumerARN();
        Events first = Events.subscribe(KINESIS.client(), consumer, SHARD, ShardIteratorType.LATEST);
        first.next();

        Events tooEarly = Events.subscribe(KINESIS.client(), consumer, SHARD, ShardIteratorType.LATEST);
        assertThatThrownBy(tooEarly::awaitEnd).isInstanceOf(ResourceInUseException.class);
        assertThat(first.isRunning()).isTrue();

        await().pollDelay(HOLD).untilAsserted(() -> {
            Events second = Events.subscribe(KINESIS.client(), consumer, SHARD, ShardIteratorType.LATEST);
            second.next();
            second.cancel();
        });
        assertThatThrownBy(first::awaitEnd).isInstanceOf(ResourceInUseException.class);
    }

    @Test
    void aCancelledSubscriptionIsInNobodysWay() {
        DataStream stream = KINESIS.newStream(1);
        String consumer = register(stream, "reader").consumerARN();
        Events first = Events.subscribe(KINESIS.client(), consumer, SHARD, ShardIteratorType.LATEST);
        first.next();
        first.cancel();

        put(stream, "seen");
        Events second = resubscribe(consumer, stream.shard(SHARD).startingSequenceNumber());

        assertThat(second.nextTexts(1)).containsExactly("seen");
        second.cancel();
    }

    @Test
    void aSubscriptionEndsInOrderWhenItsLifeIsOver() {
        Events events = subscribe(KINESIS.newStream(1), ShardIteratorType.LATEST);

        events.awaitEnd();
    }

    @Test
    void aSubscriptionEndsWithItsConsumer() {
        DataStream stream = KINESIS.newStream(1);
        String consumer = register(stream, "reader").consumerARN();
        Events events = Events.subscribe(KINESIS.client(), consumer, SHARD, ShardIteratorType.LATEST);
        events.next();

        KINESIS.await(KINESIS.client().deregisterStreamConsumer(r -> r.consumerARN(consumer)));

        assertThatThrownBy(events::awaitEnd).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void anUnknownConsumerOrShardIsRefused() {
        DataStream stream = KINESIS.newStream(1);
        String consumer = register(stream, "reader").consumerARN();

        assertThatThrownBy(
                        Events.subscribe(KINESIS.client(), consumer + "1", SHARD, ShardIteratorType.LATEST)::awaitEnd)
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(Events.subscribe(
                        KINESIS.client(), consumer, "shardId-000000000009", ShardIteratorType.LATEST)::awaitEnd)
                .isInstanceOf(ResourceNotFoundException.class);
    }

    private static Events subscribe(DataStream stream, ShardIteratorType type) {
        return Events.subscribe(KINESIS.client(), register(stream, "reader").consumerARN(), SHARD, type);
    }

    /** The service may take a moment to see that the client's last subscription is gone. */
    private static Events resubscribe(String consumer, String sequenceNumber) {
        StartingPosition after = StartingPosition.builder()
                .type(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                .sequenceNumber(sequenceNumber)
                .build();
        return await().pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(
                        () -> {
                            Events events = Events.subscribe(KINESIS.client(), consumer, SHARD, after);
                            events.awaitStart();
                            return events;
                        },
                        Events::isRunning);
    }

    private static Consumer register(DataStream stream, String name) {
        return KINESIS.await(KINESIS.client()
                        .registerStreamConsumer(
                                r -> r.streamARN(stream.identity().arn()).consumerName(name)))
                .consumer();
    }

    private static void put(DataStream stream, String text) {
        stream.put("key", text.getBytes(UTF_8));
    }
}
