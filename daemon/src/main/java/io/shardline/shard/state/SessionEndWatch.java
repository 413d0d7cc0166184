package io.shardline.shard.state;

import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.StopSignal;
import io.shardline.shard.port.Lease;
import io.shardline.stream.ShardRef;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a session by itself what the KCL tells it only when {@code processRecords} has returned: that its lease is
 * lost, or that the daemon stops (KCL 3.5.1, ShardConsumer: both are queued after the running task).
 *
 * <p>The first reason to end stays: a lease that was lost for a moment is never worked under again. Safe for use from
 * any thread.
 */
public final class SessionEndWatch {
    /** How often a wait looks at the lease. */
    public static final Duration LEASE_POLL = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(SessionEndWatch.class);

    private final ShardRef shard;
    private final Lease lease;
    private final StopSignal stop;
    private final Duration graceWhenLost;
    private volatile Optional<EndReason> ended = Optional.empty();
    private volatile Deadline lostGrace = Deadline.none();
    private volatile boolean leaves;
    private boolean lost;

    /**
     * Makes the endWatch of a session.
     *
     * @param shard the shard of the session
     * @param graceWhenLost how long a status is still waited for when the lease is lost
     */
    public SessionEndWatch(ShardRef shard, Lease lease, StopSignal stop, Duration graceWhenLost) {
        this.shard = shard;
        this.lease = lease;
        this.stop = stop;
        this.graceWhenLost = graceWhenLost;
    }

    /** {@return why the session should end; empty if it should continue} */
    public Optional<EndReason> endReason() {
        if (ended.isEmpty()) {
            if (stop.isRequested()) {
                ended = Optional.of(EndReason.of(stop));
            } else if (!lease.isHeld()) {
                ended = Optional.of(EndReason.LEASE_LOST);
                reportLoss();
            }
        }
        return ended;
    }

    /** {@return the lease's counter, by which a processor recognizes the newest owner of the shard} */
    public String fence() {
        return lease.fence();
    }

    /** The lease is about to be given away in order: its end is no loss. */
    public void leave() {
        leaves = true;
    }

    /** {@return whether the lease was lost, against the will of this daemon} */
    public synchronized boolean isLost() {
        return lost;
    }

    /** From now on, no status is worth waiting for: the next session of the shard begins. */
    public void hurry() {
        lostGrace = Deadline.after(Duration.ZERO);
    }

    /** Says so immediately: a processor that is busy may take until the end of its grace. */
    private synchronized void reportLoss() {
        Optional<String> cause = leaves ? Optional.empty() : lease.lossCause();
        if (!lost && cause.isPresent()) {
            lost = true;
            LOG.atWarn()
                    .addKeyValue("shardId", shard.shardId())
                    .addKeyValue("cause", cause.get())
                    .log("lease lost");
        }
    }

    /** {@return whether the session should end} */
    public boolean mustEnd() {
        return endReason().isPresent();
    }

    /** {@return whether the session continues as things stand} */
    public Continuation continuation() {
        Optional<EndReason> reason = endReason();
        return reason.isPresent() ? new Continuation.End(reason.get()) : Continuation.CONTINUE;
    }

    /** {@return until when a status is worth waiting for, as things stand} */
    public Deadline statusesUntil() {
        if (!lostGrace.bounded() && !lease.isHeld()) {
            lostGrace = Deadline.after(graceWhenLost);
            reportLoss();
        }
        return lostGrace.earlierOf(stop.statusDeadline());
    }

    /** Waits this long, or shorter if the session should end meanwhile. {@return whether the session continues} */
    public Continuation pause(Duration pause) throws InterruptedException {
        Deadline end = Deadline.after(pause);
        while (!mustEnd() && !end.expired()) {
            stop.await(end.remainingNanos(LEASE_POLL));
        }
        return continuation();
    }
}
