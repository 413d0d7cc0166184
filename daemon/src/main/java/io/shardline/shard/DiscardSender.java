package io.shardline.shard;

import io.shardline.failure.Backoff;
import io.shardline.failure.Failure;
import io.shardline.observe.ShardMonitor;
import io.shardline.protocol.DataRecord;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Hands records that a shard gives up to their destination. The shard goes on only when the destination has confirmed
 * them, unless the user wants it otherwise. Used by the session's thread.
 */
final class DiscardSender {
    private static final Logger LOG = LoggerFactory.getLogger(DiscardSender.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));

    private final SessionServices services;
    private final SessionGuard guard;
    private final ShardMonitor monitor;

    DiscardSender(SessionServices services, SessionGuard guard, ShardMonitor monitor) {
        this.services = services;
        this.guard = guard;
        this.monitor = monitor;
    }

    /** Gives the records up. {@return whether the shard may go on behind them; else the session should end} */
    boolean giveUp(DiscardedRecords records) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            long started = System.nanoTime();
            try {
                services.destination().send(records);
                monitor.destinationAnswered(Duration.ofNanos(System.nanoTime() - started));
                say(records);
                return true;
            } catch (DestinationException | RuntimeException e) {
                monitor.destinationAnswered(Duration.ofNanos(System.nanoTime() - started));
                if (!services.batches().holdForDestination()) {
                    about(LOG.atError(), records)
                            .log(
                                    "the destination did not take what was given up, the shard goes on: {}",
                                    e.getMessage());
                    say(records);
                    return true;
                }
                Duration pause = BACKOFF.pause(attempt + 1, services.random().getAsDouble());
                about(LOG.atError(), records)
                        .addKeyValue("retryInMillis", pause.toMillis())
                        .log("the destination did not take what was given up, the shard waits: {}", e.getMessage());
                monitor.waitingForDestination(
                        "has records that were given up and that onFailure does not take: " + e.getMessage(), pause);
                if (!guard.pause(pause)) {
                    return false;
                }
            }
        }
    }

    private void say(DiscardedRecords records) {
        monitor.givenUp(records.condition().text(), records.records().size());
        about(LOG.atError(), records)
                .log("records given up: {}", records.condition().text());
    }

    private static LoggingEventBuilder about(LoggingEventBuilder event, DiscardedRecords givenUp) {
        List<DataRecord> records = givenUp.records();
        Failure failure = givenUp.failure();
        return event.addKeyValue("shardId", givenUp.shard().shardId())
                .addKeyValue("first", records.get(0).position())
                .addKeyValue("last", records.get(records.size() - 1).position())
                .addKeyValue("records", records.size())
                .addKeyValue("cause", failure == null ? "none" : failure.cause().label())
                .addKeyValue("attempts", givenUp.attempts());
    }
}
