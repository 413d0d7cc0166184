package io.shardline.shard.state;

import io.shardline.concurrent.Deadline;
import io.shardline.processor.StatusDeadline;
import io.shardline.stream.ShardRef;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a processor may still take for an action, as things stand: the action's own timeout, or less when the lease
 * is lost or the daemon stops. Logs now and then that the processor is waited for.
 */
public final class ActionDeadline implements StatusDeadline {
    private static final Logger LOG = LoggerFactory.getLogger(ActionDeadline.class);
    /** How often a processor that is waited for is logged. */
    private static final Duration REMINDER = Duration.ofMinutes(1);

    private final ShardRef shard;
    private final String connection;
    private final String action;
    private final Deadline timeout;
    private final SessionEndWatch endWatch;
    private Deadline reminder = Deadline.none();

    /**
     * Makes the deadline of one action.
     *
     * @param connection what the connection is called in the log
     * @param action the action's name
     * @param timeout the configured limit
     */
    public ActionDeadline(
            ShardRef shard, String connection, String action, Deadline timeout, SessionEndWatch endWatch) {
        this.shard = shard;
        this.connection = connection;
        this.action = action;
        this.timeout = timeout;
        this.endWatch = endWatch;
    }

    @Override
    public Deadline current() {
        if (reminder.expired()) {
            LOG.atWarn()
                    .addKeyValue("shardId", shard.shardId())
                    .addKeyValue("connection", connection)
                    .log("still waiting for the processor to answer {}", action);
        }
        if (!reminder.bounded() || reminder.expired()) {
            reminder = Deadline.after(REMINDER);
        }
        return timeout.earlierOf(endWatch.statusesUntil());
    }

    @Override
    public Optional<String> shortenedBy() {
        return endWatch.endReason().map(reason -> switch (reason) {
            case DAEMON_STOPPING -> "the daemon stops";
            default -> "the lease is lost";
        });
    }
}
