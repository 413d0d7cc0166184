package io.shardline.shard.state;

import io.shardline.concurrent.Deadline;
import io.shardline.processor.StatusDeadline;
import io.shardline.stream.ShardRef;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
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
    private final Supplier<Deadline> timeout;
    private final boolean enforced;
    private final SessionEndWatch endWatch;
    private Deadline timeoutNow;
    private boolean reported;
    private Deadline reminder = Deadline.none();

    /**
     * Makes the deadline of one action.
     *
     * @param connection what the connection is called in the log
     * @param action the action's name
     * @param timeout gives the configured limit as of now
     * @param enforced whether the limit ends the wait; otherwise it is only reported
     */
    public ActionDeadline(
            ShardRef shard,
            String connection,
            String action,
            Supplier<Deadline> timeout,
            boolean enforced,
            SessionEndWatch endWatch) {
        this.shard = shard;
        this.connection = connection;
        this.action = action;
        this.timeout = timeout;
        this.timeoutNow = timeout.get();
        this.enforced = enforced;
        this.endWatch = endWatch;
    }

    @Override
    public Deadline current() {
        remind("to answer");
        if (enforced) {
            return timeoutNow.earlierOf(endWatch.statusesUntil());
        }
        if (timeoutNow.expired() && !reported) {
            reported = true;
            LOG.atWarn()
                    .addKeyValue("shardId", shard.shardId())
                    .addKeyValue("connection", connection)
                    .log("the processor did not answer {} in time: waiting for it (deadlines = warn)", action);
        }
        return endWatch.statusesUntil();
    }

    @Override
    public Deadline undelivered() {
        remind("to accept");
        return endWatch.mustEnd() ? Deadline.after(Duration.ZERO) : Deadline.none();
    }

    @Override
    public void restart() {
        timeoutNow = timeout.get();
        reminder = Deadline.none();
        reported = false;
    }

    private void remind(String what) {
        if (reminder.expired()) {
            LOG.atWarn()
                    .addKeyValue("shardId", shard.shardId())
                    .addKeyValue("connection", connection)
                    .log("still waiting for the processor {} {}", what, action);
        }
        if (!reminder.bounded() || reminder.expired()) {
            reminder = Deadline.after(REMINDER);
        }
    }

    @Override
    public Optional<String> shortenedBy() {
        return endWatch.endReason().map(reason -> switch (reason) {
            case DAEMON_STOPPING -> "the daemon stops";
            case PROCESSOR_GONE -> "the application is gone";
            default -> "the lease is lost";
        });
    }
}
