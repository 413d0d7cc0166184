package io.shardline.processor.lambda;

import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * One batch on its way to a runtime and back.
 *
 * <pre>
 *   Waiting -> Assigned -> Ended
 *      ^___________|              (the runtime was gone before it received the event)
 * </pre>
 *
 * <p>Safe for use from any thread.
 */
final class Invocation implements Comparable<Invocation> {

    /** Where it is. */
    sealed interface State {
        /** No runtime is free. */
        record Waiting() implements State {}

        /** A runtime has asked for it; the session sends the event. */
        record Assigned(Poll poll) implements State {}

        /** It needs nothing more. */
        record Ended(InvocationEnd end) implements State {}
    }

    private final long ticket;
    private final String id = UUID.randomUUID().toString();
    private State state = new State.Waiting();

    /**
     * Makes an invocation that waits.
     *
     * @param ticket smaller for those that have waited longer
     */
    Invocation(long ticket) {
        this.ticket = ticket;
    }

    /** {@return the request id, which the runtime names in its answer} */
    String id() {
        return id;
    }

    synchronized State state() {
        return state;
    }

    /** A runtime is free for it. {@return whether it still waits} */
    synchronized boolean assign(Poll poll) {
        return replace(state instanceof State.Waiting, new State.Assigned(poll));
    }

    /** The runtime did not receive the event. {@return whether it had been assigned to this request} */
    synchronized boolean requeue(Poll poll) {
        return replace(
                state instanceof State.Assigned assigned && assigned.poll().equals(poll), new State.Waiting());
    }

    /** {@return whether it had not ended before} */
    synchronized boolean end(InvocationEnd end) {
        return replace(!(state instanceof State.Ended), new State.Ended(end));
    }

    /** Waits until the state is another one than this, at most this long. {@return the state} */
    synchronized State await(State present, long nanos) throws InterruptedException {
        if (state == present && nanos > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        }
        return state;
    }

    private boolean replace(boolean allowed, State next) {
        if (allowed) {
            state = next;
            notifyAll();
        }
        return allowed;
    }

    @Override
    public int compareTo(Invocation other) {
        return Long.compare(ticket, other.ticket);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(ticket);
    }
}
