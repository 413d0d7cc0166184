package io.shardline.shard;

import io.shardline.failure.Backoff;
import io.shardline.failure.Failure;
import io.shardline.protocol.DataRecord;
import io.shardline.shard.port.DestinationException;
import io.shardline.shard.port.DiscardedRecords;
import io.shardline.shard.port.FailureDestination;
import io.shardline.shard.state.Continuation;
import io.shardline.shard.state.LaneContext;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Sends discarded records to their destination. The shard continues only when the destination has confirmed them, unless
 * the user wants it otherwise. Used by the lane's thread.
 */
final class DiscardSender {
    private static final Logger LOG = LoggerFactory.getLogger(DiscardSender.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));

    private final FailureDestination destination;
    private final boolean holdForDestination;
    private final DoubleSupplier jitter;
    private final LaneContext context;

    /**
     * Makes the sender of one session.
     *
     * @param holdForDestination whether the shard waits for a destination that fails
     * @param jitter spreads the pauses between tries
     */
    DiscardSender(
            FailureDestination destination, boolean holdForDestination, DoubleSupplier jitter, LaneContext context) {
        this.destination = destination;
        this.holdForDestination = holdForDestination;
        this.jitter = jitter;
        this.context = context;
    }

    /** Discards the records. {@return whether the shard continues after them} */
    Continuation discard(DiscardedRecords records) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            long started = System.nanoTime();
            try {
                destination.send(records);
                context.monitor().counters().destinationCalled(Duration.ofNanos(System.nanoTime() - started));
                if (destination != FailureDestination.NONE) {
                    context.monitor()
                            .events()
                            .deliveredToDestination(records.records().size());
                }
                report(records);
                return Continuation.CONTINUE;
            } catch (DestinationException | RuntimeException e) {
                context.monitor().counters().destinationCalled(Duration.ofNanos(System.nanoTime() - started));
                if (!holdForDestination) {
                    about(LOG.atError(), records)
                            .log(
                                    "the destination did not accept discarded records; the shard continues without it: {}",
                                    e.getMessage());
                    report(records);
                    return Continuation.CONTINUE;
                }
                Duration pause = BACKOFF.pause(attempt + 1, jitter.getAsDouble());
                about(LOG.atError(), records)
                        .addKeyValue("retryInMillis", pause.toMillis())
                        .log("the destination did not accept discarded records; the shard waits: {}", e.getMessage());
                context.monitor()
                        .waitingForDestination(
                                "waits for onFailure, which does not accept discarded records: " + e.getMessage(),
                                pause);
                if (context.lifecycle().pause(pause) instanceof Continuation.End end) {
                    return end;
                }
            }
        }
    }

    private void report(DiscardedRecords records) {
        context.monitor()
                .discarded(records.condition().text(), records.records().size());
        about(LOG.atError(), records)
                .log("records discarded: {}", records.condition().text());
    }

    private static LoggingEventBuilder about(LoggingEventBuilder event, DiscardedRecords discarded) {
        List<DataRecord> records = discarded.records();
        Failure failure = discarded.failure();
        return event.addKeyValue("shardId", discarded.shard().shardId())
                .addKeyValue("first", records.get(0).position())
                .addKeyValue("last", records.get(records.size() - 1).position())
                .addKeyValue("records", records.size())
                .addKeyValue("cause", failure == null ? "none" : failure.cause().label())
                .addKeyValue("attempts", discarded.attempts());
    }
}
