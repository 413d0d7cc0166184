package io.shardline.processor.lambda;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Matches the batches of all shards with free runtimes: the batch that has waited longest goes first. Safe for use from any
 * thread; holds its lock for moments only.
 */
final class InvocationQueue {
    private final PriorityQueue<Invocation> waiting = new PriorityQueue<>();
    private final Deque<Poll> free = new ArrayDeque<>();
    private final Map<String, Flight> inFlight = new HashMap<>();
    private long tickets;

    /** An invocation that a runtime has. */
    private record Flight(Invocation invocation, Poll poll) {}

    /** Adds a batch. It must be withdrawn in the end. */
    synchronized Invocation submit() {
        Invocation invocation = new Invocation(tickets++);
        waiting.add(invocation);
        match();
        return invocation;
    }

    /** Removes a batch, whatever has become of it. */
    synchronized void withdraw(Invocation invocation) {
        invocation.end(new InvocationEnd.Withdrawn());
        waiting.remove(invocation);
        inFlight.remove(invocation.id());
    }

    /** {@return how many batches wait for a runtime} */
    synchronized int waiting() {
        return waiting.size();
    }

    /** {@return how many runtimes wait for a batch} */
    synchronized int free() {
        return free.size();
    }

    /**
     * A runtime asks for an event.
     *
     * @param unanswered how the event ends that the runtime had before, if it has not answered it
     */
    void offer(Poll poll, InvocationEnd unanswered) {
        synchronized (this) {
            endAll(poll.runtime(), unanswered);
            free.add(poll);
            match();
        }
        poll.exchange().onVoid(() -> retract(poll));
    }

    /** {@return whether there is such an invocation, which has ended now} */
    synchronized boolean end(String id, InvocationEnd end) {
        return Optional.ofNullable(inFlight.remove(id))
                .map(flight -> flight.invocation().end(end))
                .orElse(false);
    }

    /** A runtime has ended. {@return whether it had an event} */
    synchronized boolean runtimeEnded(RuntimeClient runtime, InvocationEnd end) {
        free.removeIf(poll -> poll.runtime().equals(runtime));
        return endAll(runtime, end);
    }

    /** The request's connection has ended before the runtime had an event. */
    private synchronized void retract(Poll poll) {
        if (free.remove(poll)) {
            return;
        }
        for (Flight flight : List.copyOf(inFlight.values())) {
            if (flight.poll().equals(poll) && flight.invocation().requeue(poll)) {
                inFlight.remove(flight.invocation().id());
                waiting.add(flight.invocation());
            }
        }
        match();
    }

    private boolean endAll(RuntimeClient runtime, InvocationEnd end) {
        List<Flight> flights = inFlight.values().stream()
                .filter(flight -> flight.poll().runtime().equals(runtime))
                .toList();
        flights.forEach(flight -> {
            inFlight.remove(flight.invocation().id());
            flight.invocation().end(end);
        });
        return !flights.isEmpty();
    }

    private void match() {
        while (!waiting.isEmpty() && !free.isEmpty()) {
            Invocation invocation = waiting.remove();
            Poll poll = free.remove();
            if (invocation.assign(poll)) {
                inFlight.put(invocation.id(), new Flight(invocation, poll));
            } else {
                free.addFirst(poll);
            }
        }
    }
}
