package io.shardline.shard;

import io.shardline.failure.Failure;
import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.shard.port.FetchedRecords;
import io.shardline.shard.state.Continuation;
import io.shardline.shard.state.SessionContext;
import io.shardline.shard.state.SessionLifecycle;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Works on one lane, on the thread of its caller or on a borrowed one: delivers, sends waiting records when their window
 * ends, and replaces a connection that ends while it has nothing to do. Its lock is held as long as a processor is waited
 * for, and is never taken before the lock of the session by the same thread.
 */
final class LaneWorker {
    private final SessionLifecycle lifecycle;
    private final SessionServices services;
    private final SessionSupervisor supervisor;
    private final Lane lane;
    private final Queue<FetchedRecords> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private boolean windowTimerSet;

    /**
     * Makes the worker of a lane.
     *
     * @param newLane makes the lane, with what receives the loss of its connections
     */
    LaneWorker(
            SessionContext session,
            SessionServices services,
            SessionSupervisor supervisor,
            Function<Consumer<LaneConnectionListener>, Lane> newLane) {
        this.lifecycle = session.lifecycle();
        this.services = services;
        this.supervisor = supervisor;
        this.lane = newLane.apply(this::onDisconnected);
    }

    /** Connects the processor if it is not connected. */
    synchronized void connect() throws InterruptedException {
        drainUnless(lane.connect());
    }

    /** Delivers records on this thread. Returns when all that is due is done. */
    synchronized void deliver(FetchedRecords fetched) throws InterruptedException {
        lane.add(fetched);
        deliverDue();
    }

    /** Leaves records to a borrowed thread. Returns immediately. */
    void enqueue(FetchedRecords fetched) {
        arrived.add(fetched);
        schedule();
    }

    /** Delivers everything that waits, whether it is due or not. */
    synchronized void deliverAll() throws InterruptedException {
        takeArrived();
        if (lifecycle.isDelivering()) {
            drainUnless(lane.deliver(true));
        }
    }

    /** Asks the processor, if it is connected. {@return whether it answered as it should} */
    synchronized boolean ask(ActionMessage action) throws InterruptedException {
        return lane.ask(action);
    }

    /** Asks the processor until one has answered as it should, or the delivery ends. */
    synchronized void askUntilAnswered(ActionMessage action) throws InterruptedException {
        boolean answered = false;
        while (lifecycle.isDelivering() && !answered) {
            drainUnless(lane.connect());
            answered = lifecycle.isDelivering() && lane.ask(action);
        }
    }

    /** The processor failed at something that is not its connection's fault: it must be replaced. */
    synchronized void fail(Failure failure) throws InterruptedException {
        lane.fail(failure);
    }

    /** Stops the connection in order. */
    synchronized void close() throws InterruptedException {
        arrived.clear();
        lane.close();
    }

    /** Ends the connection immediately. On any thread; does not wait. */
    void kill() {
        lane.kill();
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            services.threads().execute(this::workOnArrived);
        }
    }

    private void workOnArrived() {
        supervisor.guarded(this::deliverArrived);
        scheduled.set(false);
        if (!arrived.isEmpty() && lifecycle.isDelivering()) {
            schedule(); // records that came after the last look
        }
    }

    private synchronized void deliverArrived() throws InterruptedException {
        boolean ended = false;
        while (lifecycle.isDelivering() && takeArrived()) {
            ended = deliverDue();
        }
        reportIf(ended);
    }

    private boolean takeArrived() {
        boolean some = false;
        for (FetchedRecords next = arrived.poll(); next != null; next = arrived.poll()) {
            lane.add(next);
            some = true;
        }
        return some;
    }

    /** {@return whether the delivery has ended by this} */
    private boolean deliverDue() throws InterruptedException {
        boolean ended = drainUnless(lane.deliver(false));
        setWindowTimer();
        return ended;
    }

    /** If no fetch comes before the window of the waiting records ends, they are sent from a borrowed thread. */
    private void setWindowTimer() {
        if (!windowTimerSet && lifecycle.isDelivering() && lane.windowEnd().bounded()) {
            windowTimerSet = true;
            long nanos = lane.windowEnd()
                    .remainingNanos(services.policies().batches().limits().window());
            Executor later = CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, services.threads());
            later.execute(() -> supervisor.guarded(this::windowEnded));
        }
    }

    private synchronized void windowEnded() throws InterruptedException {
        windowTimerSet = false;
        if (lifecycle.isDelivering()) {
            reportIf(deliverDue());
        }
    }

    /** The processor has ended its connection: if no action notices, it is replaced from here. On any thread. */
    private void onDisconnected(LaneConnectionListener events) {
        services.threads().execute(() -> supervisor.guarded(() -> replaceDisconnected(events)));
    }

    private synchronized void replaceDisconnected(LaneConnectionListener events) throws InterruptedException {
        if (lane.isConnectedBy(events) && lifecycle.continuation() instanceof Continuation.Continue) {
            reportIf(drainUnless(lane.replaceDisconnected()));
        }
    }

    /** {@return whether the delivery has ended by this} */
    private boolean drainUnless(Continuation continuation) {
        return continuation instanceof Continuation.End end && lifecycle.drain(end.reason());
    }

    /** This thread is not the KCL's, and its next call, which would learn of the end, may never come. */
    private void reportIf(boolean ended) {
        if (ended) {
            supervisor.deliveryEnded();
        }
    }
}
