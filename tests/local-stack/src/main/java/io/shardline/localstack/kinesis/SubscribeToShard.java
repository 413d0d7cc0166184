package io.shardline.localstack.kinesis;

import io.shardline.localstack.streams.Account;
import io.shardline.localstack.streams.ApiException;
import io.shardline.localstack.streams.Shard;
import io.shardline.localstack.streams.StartingPosition;
import io.shardline.localstack.streams.StreamConsumer;
import io.shardline.localstack.wire.BodyFormat;
import io.shardline.localstack.wire.EventMessage;
import io.shardline.localstack.wire.Input;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The one operation that answers for minutes. Owns the running subscriptions: one for each consumer and shard.
 *
 * <p>AWS: a second call within 5 seconds of a successful one is refused with ResourceInUseException; a later one takes
 * over, and the first subscription ends with that error. A subscription whose client is gone is in nobody's way.
 */
final class SubscribeToShard implements AutoCloseable {
    private final Account account;
    private final KinesisTimings timings;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "kinesis-subscriptions");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<Place, Running> running = new HashMap<>();

    private record Place(String consumerArn, String shardId) {}

    private record Running(Subscription subscription, Instant since) {}

    SubscribeToShard(Account account, KinesisTimings timings) {
        this.account = account;
        this.timings = timings;
    }

    void open(Input input, BodyFormat format, Request request, Response response, Callback callback) {
        StreamConsumer consumer = account.consumer(input.requiredText("ConsumerARN"));
        Shard shard = consumer.stream().shard(input.requiredText("ShardId"));
        StartingPosition start = Requests.startingPosition(
                input.structure("StartingPosition")
                        .orElseThrow(() -> ApiException.invalidArgument("StartingPosition must be provided.")),
                "Type",
                "SequenceNumber");
        Instant now = account.clock().instant();
        long position = shard.position(start, now);
        Place place = new Place(consumer.arn(), shard.id());
        ResponseEvents events = new ResponseEvents(place, response, callback);
        Subscription subscription = new Subscription(
                consumer,
                shard,
                position,
                format,
                account.clock(),
                request.getComponents().getExecutor(),
                events);
        takePlace(place, new Running(subscription, now));
        events.belongTo(subscription);
        Answers.begin(EventMessage.CONTENT_TYPE, response);
        subscription.start();
        request.addFailureListener(subscription::abort);
    }

    private synchronized void takePlace(Place place, Running next) {
        Running current = running.get(place);
        if (current != null) {
            if (current.since().plus(timings.subscriptionHold()).isAfter(next.since())) {
                throw ApiException.resourceInUse("Another active subscription exists for this consumer: "
                        + place.consumerArn() + " and shard: " + place.shardId());
            }
            current.subscription()
                    .fail(ApiException.resourceInUse("Another subscription has taken over: " + place.consumerArn()
                            + " and shard: " + place.shardId()));
        }
        running.put(place, next);
    }

    private synchronized void leavePlace(Place place, Subscription subscription) {
        Running current = running.get(place);
        if (current != null && current.subscription() == subscription) {
            running.remove(place);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Sends a subscription's events as the body of the answer, and ends its timers with it. */
    private final class ResponseEvents implements Subscription.Events {
        private final Place place;
        private final Response response;
        private final Callback callback;
        private Subscription subscription;
        private List<Future<?>> timers = List.of();

        ResponseEvents(Place place, Response response, Callback callback) {
            this.place = place;
            this.response = response;
            this.callback = callback;
        }

        void belongTo(Subscription started) {
            long beat = timings.heartbeat().toMillis();
            subscription = started;
            timers = List.of(
                    timer.scheduleAtFixedRate(started::heartbeat, beat, beat, TimeUnit.MILLISECONDS),
                    timer.schedule(started::expire, timings.subscriptionLife().toMillis(), TimeUnit.MILLISECONDS));
        }

        @Override
        public void send(boolean last, ByteBuffer message, Callback sent) {
            response.write(last, message, sent);
        }

        @Override
        public void done(Optional<Throwable> cause) {
            timers.forEach(future -> future.cancel(false));
            leavePlace(place, subscription);
            cause.ifPresentOrElse(callback::failed, callback::succeeded);
        }
    }
}
