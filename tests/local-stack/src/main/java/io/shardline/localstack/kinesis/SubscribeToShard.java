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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
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

    @SuppressWarnings("FutureReturnValueIgnored") // The beat ends with the timer.
    SubscribeToShard(Account account, KinesisTimings timings) {
        this.account = account;
        this.timings = timings;
        long beat = timings.heartbeat().toMillis();
        timer.scheduleAtFixedRate(this::beat, beat, beat, TimeUnit.MILLISECONDS);
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
        Place place = new Place(consumer.arn(), shard.id());
        Subscription subscription = new Subscription(
                consumer,
                shard,
                shard.position(start, now),
                format,
                account.clock(),
                request.getComponents().getExecutor(),
                new ResponseEvents(place, response, callback));
        takePlace(place, new Running(subscription, now));
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

    private synchronized void leavePlace(Place place, Subscription ended) {
        Running current = running.get(place);
        if (current != null && current.subscription() == ended) {
            running.remove(place);
        }
    }

    /** One beat for all: a subscription's life is over at the beat that follows its end. */
    private synchronized void beat() {
        Instant now = account.clock().instant();
        running.values().forEach(each -> {
            if (each.since().plus(timings.subscriptionLife()).isAfter(now)) {
                each.subscription().heartbeat();
            } else {
                each.subscription().expire();
            }
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Sends a subscription's events as the body of the answer. */
    private final class ResponseEvents implements Subscription.Events {
        private final Place place;
        private final Response response;
        private final Callback callback;

        ResponseEvents(Place place, Response response, Callback callback) {
            this.place = place;
            this.response = response;
            this.callback = callback;
        }

        @Override
        public void send(boolean last, ByteBuffer message, Callback sent) {
            response.write(last, message, sent);
        }

        @Override
        public void done(Subscription ended, Optional<Throwable> cause) {
            leavePlace(place, ended);
            cause.ifPresentOrElse(callback::failed, callback::succeeded);
        }
    }
}
