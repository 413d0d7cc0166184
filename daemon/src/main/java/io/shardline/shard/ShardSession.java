package io.shardline.shard;

import io.shardline.concurrent.Deadline;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.observe.ShardMonitor;
import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.protocol.ToProcessor.LeaseLost;
import io.shardline.protocol.ToProcessor.ShardEnded;
import io.shardline.protocol.ToProcessor.ShutdownRequested;
import io.shardline.shard.SessionState.Down;
import io.shardline.shard.SessionState.Ended;
import io.shardline.shard.SessionState.Serving;
import io.shardline.stream.ShardRef;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one shard on this daemon, from lease taken to lease given up. It outlives its children: a failed one is
 * replaced by {@link Recovery}, which gives the new one everything after the last durable checkpoint.
 *
 * <p>The methods are called by the KCL, one at a time and on changing threads; each returns when the processor has
 * answered, or when the session need not go on. None ever throws: the KCL would skip a batch whose delivery threw
 * (3.5.1, ProcessTask). Once a batch was given back undone, nothing later is delivered in this lease.
 */
public final class ShardSession {
    private static final Logger LOG = LoggerFactory.getLogger(ShardSession.class);

    private final ShardRef shard;
    private final SessionServices services;
    private final Lease lease;
    private final ShardMonitor monitor;
    private final SessionGuard guard;
    private final ShardProgress progress;
    private final CheckpointWriter checkpoints;
    private final DaemonCheckpoints ownCheckpoints;
    private final Delivery delivery;
    private final Backlog backlog;
    private final Recovery recovery;
    private SessionState state;
    private boolean over;
    private boolean flushAwaited;

    /**
     * Makes a session of a lease that was just taken.
     *
     * @param sequenceNumber the checkpoint in the lease table: digits, or a word such as TRIM_HORIZON
     * @param source reads the shard again for a replay
     */
    public ShardSession(
            ShardRef shard,
            String sequenceNumber,
            long subSequenceNumber,
            Lease lease,
            RecordSource source,
            SessionServices services) {
        this.shard = shard;
        this.services = services;
        this.lease = lease;
        this.monitor = services.monitor().open(shard);
        this.guard =
                new SessionGuard(lease, services.stop(), services.timeouts().leaseLost());
        this.progress = new ShardProgress(sequenceNumber, subSequenceNumber);
        this.checkpoints = new CheckpointWriter(shard, progress, guard, services.stop(), monitor);
        this.ownCheckpoints =
                new DaemonCheckpoints(services.batches().checkpoints(), checkpoints, guard, services.threads());
        this.delivery = new Delivery(shard, services, guard, progress, monitor, ownCheckpoints);
        this.backlog = new Backlog(services.batches().limits());
        this.recovery = new Recovery(
                shard, services, monitor, guard, progress, delivery, ownCheckpoints, source, this::onSilence);
    }

    /** Starts the first child and initializes it. */
    public synchronized void start() {
        LOG.atInfo()
                .addKeyValue("shardId", shard.shardId())
                .addKeyValue("from", progress.startingSequenceNumber())
                .log("shard taken");
        uninterrupted(() -> state = recovery.firstChild(dialogue()));
    }

    /**
     * Delivers a batch. Returns when a child is done with it, except for records that wait for others to fill a message,
     * or when the session has ended.
     */
    public synchronized void deliver(Batch batch, Checkpointer checkpointer) {
        checkpoints.use(checkpointer);
        if (hasEnded() && !services.stop().requested()) {
            // Our glance at the lease fell into a moment that the KCL did not notice: it must hear of the end too.
            lease.giveUp();
            return;
        }
        progress.offered(batch);
        backlog.add(batch);
        uninterrupted(() -> {
            work(false);
            awaitWindow();
        });
    }

    /** Tells the processor that the shard is done, until its end is durable. */
    public synchronized void shardEnded(Checkpointer checkpointer) {
        checkpoints.use(checkpointer);
        monitor.ending();
        uninterrupted(() -> {
            work(true);
            for (int asked = 1;
                    !progress.endIsDurable() && !delivery.isOver() && serving() instanceof Serving serving;
                    asked++) {
                if (done(serving, new ShardEnded()) && !progress.endIsDurable()) {
                    endWithoutCheckpoint(serving, asked);
                }
            }
            if (!progress.endIsDurable()) {
                // Else the KCL asks for ever, and a stop of the daemon waits for it (3.5.1, ShutdownTask).
                lease.giveUp();
            }
            end("the shard has ended");
        });
    }

    /**
     * Gives the processor a last chance to checkpoint. The child lives on until {@link #leaseLost}.
     *
     * @param checkpointer {@code null} if the KCL has never given one: nothing was delivered then
     */
    public synchronized void shutdownRequested(Checkpointer checkpointer) {
        checkpoints.use(checkpointer);
        stopDelivering();
        uninterrupted(() -> {
            if (state instanceof Serving serving && !done(serving, new ShutdownRequested())) {
                state = new Ended("the daemon stops");
            }
            ownCheckpoints.flush();
        });
    }

    /** Ends the session: another worker has the shard, or this daemon has given it up. */
    public synchronized void leaseLost() {
        stopDelivering();
        uninterrupted(() -> {
            if (state instanceof Serving serving) {
                done(serving, new LeaseLost());
            }
            end(services.stop().requested() ? "the daemon stops" : "the lease is with another worker");
        });
    }

    /** What was gathered and not sent is dropped: it is after every checkpoint, so it comes to whoever is next. */
    private void stopDelivering() {
        delivery.end();
        backlog.clear();
    }

    private boolean hasEnded() {
        return state instanceof Ended || delivery.isOver();
    }

    /**
     * Delivers what is due.
     *
     * @param all whether to wait for nothing more
     */
    private void work(boolean all) throws InterruptedException {
        while (!delivery.isOver()
                && (delivery.isDue(backlog) || (all && !backlog.isEmpty()))
                && serving() instanceof Serving serving) {
            Delivery.Step step = delivery.step(serving.conversation(), backlog, dialogue());
            if (step instanceof Delivery.Step.ChildFailed failed) {
                state = recovery.failed(serving, failed.failure());
            } else if (step instanceof Delivery.Step.Done) {
                recovery.succeeded();
            }
        }
        if (hasEnded()) {
            backlog.clear(); // given back undone: nothing later may be delivered either
        }
    }

    /** If no delivery comes before the window of the gathered records ends, they are sent from a borrowed thread. */
    private void awaitWindow() {
        if (!flushAwaited && !hasEnded() && backlog.windowEnd().bounded()) {
            flushAwaited = true;
            long nanos = backlog.windowEnd()
                    .remainingNanos(services.batches().limits().window());
            CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, services.threads())
                    .execute(this::windowEnded);
        }
    }

    private synchronized void windowEnded() {
        flushAwaited = false;
        uninterrupted(() -> {
            if (hasEnded()) {
                return;
            }
            work(false);
            if (hasEnded() && !services.stop().requested()) {
                lease.giveUp(); // as in deliver, which may not be called again
            }
            awaitWindow();
        });
    }

    /** {@return the state, with a child in it if that is possible at all} */
    private SessionState serving() throws InterruptedException {
        if (state instanceof Down down) {
            state = recovery.replace(down, dialogue());
        }
        return state;
    }

    /** Asks the child. {@return whether it answered as it should; if not, the state has changed} */
    private boolean done(Serving serving, ActionMessage action) throws InterruptedException {
        Deadline timeout = services.timeouts().of(action);
        Conversation.Answer answer = serving.conversation().ask(action, timeout, dialogue());
        if (answer instanceof Conversation.Answer.Failed failed) {
            state = recovery.failed(serving, failed.failure());
            return false;
        }
        return true;
    }

    /** The processor answered the end of the shard without a checkpoint: the KCL could not go on to its children. */
    private void endWithoutCheckpoint(Serving serving, int asked) throws InterruptedException {
        if (services.checkpointAtShardEnd()) {
            if (checkpoints.writeShardEnd() == null) {
                return;
            }
        }
        monitor.noCheckpointAtShardEnd();
        LOG.atError()
                .addKeyValue("shardId", shard.shardId())
                .addKeyValue("asked", asked)
                .log("the processor answered shardEnded without a checkpoint: its child shards cannot begin");
        if (asked > 1) {
            state = recovery.failed(
                    serving,
                    new Failure(
                            Cause.NO_CHECKPOINT_AT_SHARD_END,
                            "answered shardEnded without a checkpoint",
                            "",
                            List.of()));
        }
    }

    private CheckpointRequests dialogue() {
        return new CheckpointRequests(shard, progress, checkpoints, monitor);
    }

    private void end(String why) throws InterruptedException {
        if (over) {
            return; // by our own stop, and then by the KCL's
        }
        over = true;
        if (state instanceof Serving serving) {
            state = serving.end(why, recovery.stopPlan());
        }
        if (!(state instanceof Ended)) {
            state = new Ended(why);
        }
        monitor.ended();
        LOG.atInfo()
                .addKeyValue("shardId", shard.shardId())
                .addKeyValue("checkpoint", progress.endIsDurable() ? "SHARD_END" : progress.startingSequenceNumber())
                .log("shard given up: {}", ((Ended) state).why());
    }

    /** The child closed its stdout: if no action notices, it is replaced from here. On a reader thread. */
    private void onSilence(Conversation conversation) {
        services.threads().execute(() -> revive(conversation));
    }

    private synchronized void revive(Conversation silent) {
        uninterrupted(() -> {
            if (state instanceof Serving serving
                    && serving.conversation() == silent
                    && !guard.mustEnd()
                    && !delivery.isOver()) {
                state = recovery.failed(serving, silent.silence());
                serving();
            }
        });
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    /** The KCL interrupts its threads when it gives up waiting for them: then there is no time for anything. */
    private void uninterrupted(Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            abandon();
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.atError().setCause(e).addKeyValue("shardId", shard.shardId()).log("the session failed: this is a bug");
            abandon();
            services.fatal()
                    .processorFailed(
                            shard, new Failure(Cause.BROKE_PROTOCOL, "met a bug in the daemon: " + e, "", List.of()));
        }
    }

    private void abandon() {
        if (state instanceof Serving serving) {
            serving.conversation().kill();
        }
        state = new Ended("interrupted");
        monitor.ended();
    }
}
