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
    private final boolean enforced;
    private final SessionEndWatch endWatch;
    private boolean reported;
    private Deadline reminder = Deadline.none();

    /**
     * Makes the deadline of one action.
     *
     * @param connection what the connection is called in the log
     * @param action the action's name
     * @param timeout the configured limit
     * @param enforced whether the limit ends the wait; otherwise it is only reported
     */
    public ActionDeadline(
            ShardRef shard,
            String connection,
            String action,
            Deadline timeout,
            boolean enforced,
            SessionEndWatch endWatch) {
        this.shard = shard;
        this.connection = connection;
        this.action = action;
        this.timeout = timeout;
        this.enforced = enforced;
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
        if (enforced) {
            return timeout.earlierOf(endWatch.statusesUntil());
        }
        if (timeout.expired() && !reported) {
            reported = true;
            LOG.atWarn()
                    .addKeyValue("shardId", shard.shardId())
                    .addKeyValue("connection", connection)
                    .log("the processor did not answer {} in time: waiting for it (deadlines = warn)", action);
        }
        return endWatch.statusesUntil();
    }

    @Override
    public Optional<String> shortenedBy() {
        return endWatch.endReason().map(reason -> switch (reason) {
            case DAEMON_STOPPING -> "the daemon stops";
            default -> "the lease is lost";
        });
    }
}
