package io.shardline.shard;

import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.StopSignal;
import java.time.Duration;

/**
 * Tells a session by itself what the KCL tells it only when {@code processRecords} has returned: that its lease is
 * lost, or that the daemon stops (KCL 3.5.1, ShardConsumer: both are queued behind the running task).
 *
 * <p>Safe for use from any thread.
 */
final class SessionGuard {
    /** How often a wait looks at the lease. */
    static final Duration LEASE_POLL = Duration.ofMillis(500);

    private final Lease lease;
    private final StopSignal stop;
    private final Duration graceWhenLost;
    private volatile Deadline lostGrace = Deadline.none();

    /**
     * Makes the guard of a session.
     *
     * @param graceWhenLost how long an answer is still waited for when the lease is gone
     */
    SessionGuard(Lease lease, StopSignal stop, Duration graceWhenLost) {
        this.lease = lease;
        this.stop = stop;
        this.graceWhenLost = graceWhenLost;
    }

    /** {@return why the session should end; {@code null} if it should go on} */
    String reasonToEnd() {
        if (stop.requested()) {
            return "the daemon stops";
        }
        return lease.isHeld() ? null : "the lease is lost";
    }

    boolean mustEnd() {
        return reasonToEnd() != null;
    }

    /** {@return until when an answer is worth waiting for, as things stand} */
    Deadline answersUntil() {
        if (!lostGrace.bounded() && !lease.isHeld()) {
            lostGrace = Deadline.after(graceWhenLost);
        }
        return lostGrace.earlierOf(stop.answersUntil());
    }

    /** Waits this long, or shorter if the session should end meanwhile. {@return whether it should go on} */
    boolean pause(Duration pause) throws InterruptedException {
        Deadline end = Deadline.after(pause);
        while (!mustEnd()) {
            if (end.expired()) {
                return true;
            }
            if (stop.await(end.remainingNanos(LEASE_POLL))) {
                return false;
            }
        }
        return false;
    }
}
