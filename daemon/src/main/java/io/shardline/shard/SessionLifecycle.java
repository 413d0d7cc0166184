package io.shardline.shard;

import io.shardline.concurrent.Deadline;
import java.time.Duration;

/**
 * The state of a session and what it means for its lanes: whether they continue to deliver. Safe for use from any thread;
 * holds its lock for moments only.
 */
final class SessionLifecycle {
    private final SessionGuard guard;
    private SessionState state = new SessionState.Delivering();

    SessionLifecycle(SessionGuard guard) {
        this.guard = guard;
    }

    /** {@return whether records are delivered} */
    synchronized boolean isDelivering() {
        return state instanceof SessionState.Delivering;
    }

    /** {@return whether the session does nothing more} */
    synchronized boolean isEnded() {
        return state instanceof SessionState.Ended;
    }

    /**
     * Stops the delivery: the lanes notice it before their next batch, and within {@link SessionGuard#LEASE_POLL} in a pause.
     *
     * @return whether it was not stopped before
     */
    synchronized boolean drain(EndReason reason) {
        boolean first = isDelivering();
        state = state.drain(reason);
        return first;
    }

    /** Ends the session. {@return whether it had not ended before} */
    synchronized boolean end(EndReason reason) {
        boolean first = !isEnded();
        state = state.end(reason);
        return first;
    }

    /** {@return whether the delivery continues as things stand, with the first reason if it does not} */
    Verdict verdict() {
        Verdict decided = decided();
        return decided instanceof Verdict.End ? decided : guard.verdict();
    }

    /** Waits this long, or shorter if the delivery ends meanwhile. {@return whether it continues} */
    Verdict pause(Duration pause) throws InterruptedException {
        Deadline end = Deadline.after(pause);
        while (verdict() instanceof Verdict.Continue && !end.expired()) {
            guard.pause(end.remaining(SessionGuard.LEASE_POLL));
        }
        return verdict();
    }

    /** {@return why the session has ended; called only when it has} */
    synchronized EndReason endReason() {
        return ((SessionState.Ended) state).reason();
    }

    private synchronized Verdict decided() {
        if (state instanceof SessionState.Draining draining) {
            return new Verdict.End(draining.reason());
        }
        return state instanceof SessionState.Ended ended ? new Verdict.End(ended.reason()) : Verdict.CONTINUE;
    }
}
