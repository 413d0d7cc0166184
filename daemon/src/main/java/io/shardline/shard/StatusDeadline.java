package io.shardline.shard;

import io.shardline.concurrent.Deadline;
import io.shardline.stream.ShardRef;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a child may still take for an action, as things stand; says now and then that it is waited for. Asked again and
 * again, on one thread.
 */
final class StatusDeadline implements Supplier<Deadline> {
    private static final Logger LOG = LoggerFactory.getLogger(StatusDeadline.class);
    /** A child that is waited for is in the log this often. */
    private static final Duration REMINDER = Duration.ofMinutes(1);

    private final ShardRef shard;
    private final long pid;
    private final String action;
    private final Deadline timeout;
    private final SessionGuard guard;
    private Deadline reminder = Deadline.none();

    StatusDeadline(ShardRef shard, long pid, String action, Deadline timeout, SessionGuard guard) {
        this.shard = shard;
        this.pid = pid;
        this.action = action;
        this.timeout = timeout;
        this.guard = guard;
    }

    @Override
    public Deadline get() {
        if (reminder.expired()) {
            LOG.atWarn()
                    .addKeyValue("shardId", shard.shardId())
                    .addKeyValue("pid", pid)
                    .log("still waiting for the processor to answer {}", action);
        }
        if (!reminder.bounded() || reminder.expired()) {
            reminder = Deadline.after(REMINDER);
        }
        return timeout.earlierOf(guard.answersUntil());
    }
}
