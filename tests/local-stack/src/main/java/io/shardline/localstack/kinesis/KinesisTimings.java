package io.shardline.localstack.kinesis;

import java.time.Duration;

/**
 * The clocks of the service that a test may want to be faster.
 *
 * @param iteratorLife how long a shard iterator is good
 * @param subscriptionLife how long a fan-out subscription runs before the client must renew it
 * @param subscriptionHold how long after its start a subscription cannot be taken over by another
 * @param heartbeat how often an event goes out on a subscription without new records
 */
public record KinesisTimings(
        Duration iteratorLife, Duration subscriptionLife, Duration subscriptionHold, Duration heartbeat) {
    /** AWS's: iterators and subscriptions live 5 minutes, nobody takes over before 5 seconds are over. */
    public static KinesisTimings aws() {
        return new KinesisTimings(
                Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    public KinesisTimings withIteratorLife(Duration life) {
        return new KinesisTimings(life, subscriptionLife, subscriptionHold, heartbeat);
    }

    public KinesisTimings withSubscriptionLife(Duration life) {
        return new KinesisTimings(iteratorLife, life, subscriptionHold, heartbeat);
    }

    public KinesisTimings withSubscriptionHold(Duration hold) {
        return new KinesisTimings(iteratorLife, subscriptionLife, hold, heartbeat);
    }

    public KinesisTimings withHeartbeat(Duration interval) {
        return new KinesisTimings(iteratorLife, subscriptionLife, subscriptionHold, interval);
    }
}
