package io.shardline.shard.state;

import io.shardline.concurrent.Deadline;
import java.time.Duration;

/**
 * The state of a session and what it means for its lanes: whether they continue to deliver. Safe for use from any thread;
 * holds its lock for moments only.
 */
public final class SessionLifecycle {
    private final SessionEndWatch endWatch;
    private SessionState state = new SessionState.Delivering();

    public SessionLifecycle(SessionEndWatch endWatch) {
        this.endWatch = endWatch;
    }

    /** {@return whether records are delivered} */
    public synchronized boolean isDelivering() {
        return state instanceof SessionState.Delivering;
    }

    /** {@return whether the session does nothing more} */
    public synchronized boolean isEnded() {
        return state instanceof SessionState.Ended;
    }

    /**
     * Stops the delivery: the lanes notice it before their next batch, and within {@link SessionEndWatch#LEASE_POLL} in a pause.
     *
     * @return whether it was not stopped before
     */
    public synchronized boolean drain(EndReason reason) {
        boolean first = isDelivering();
        state = state.drain(reason);
        return first;
    }

    /** Ends the session. {@return whether it had not ended before} */
    public synchronized boolean end(EndReason reason) {
        boolean first = !isEnded();
        state = state.end(reason);
        return first;
    }

    /** {@return whether the delivery continues as things stand, with the first reason if it does not} */
    public Continuation continuation() {
        Continuation decided = decided();
        return decided instanceof Continuation.End ? decided : endWatch.continuation();
    }

    /** Waits this long, or shorter if the delivery ends meanwhile. {@return whether it continues} */
    public Continuation pause(Duration pause) throws InterruptedException {
        Deadline end = Deadline.after(pause);
        while (continuation() instanceof Continuation.Continue && !end.expired()) {
            endWatch.pause(end.remaining(SessionEndWatch.LEASE_POLL));
        }
        return continuation();
    }

    /** {@return why the session has ended; called only when it has} */
    public synchronized EndReason endReason() {
        return ((SessionState.Ended) state).reason();
    }

    private synchronized Continuation decided() {
        if (state instanceof SessionState.Draining draining) {
            return new Continuation.End(draining.reason());
        }
        return state instanceof SessionState.Ended ended ? new Continuation.End(ended.reason()) : Continuation.CONTINUE;
    }
}
