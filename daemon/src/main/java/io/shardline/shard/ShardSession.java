package io.shardline.shard;

import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.observe.ShardMonitor;
import io.shardline.protocol.ToProcessor.LeaseLost;
import io.shardline.protocol.ToProcessor.ShardEnded;
import io.shardline.protocol.ToProcessor.ShutdownRequested;
import io.shardline.stream.ShardRef;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one shard on this daemon, from lease acquired to lease released. It outlives its connections to the
 * processor: its {@link Lane} replaces a failed one and delivers everything after the last durable checkpoint again.
 *
 * <p>The methods are called by the KCL, one at a time and on changing threads; each returns when the processor has
 * answered, or when the session has ended. None ever throws: the KCL would skip a fetch whose delivery threw (3.5.1,
 * ProcessTask). After records were returned undone, nothing later is delivered in this lease.
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
    private final DaemonCheckpoints daemonCheckpoints;
    private final Lane lane;
    private SessionState state = new SessionState.Delivering();
    private boolean windowTimerSet;

    /**
     * Makes a session of a lease that was just acquired.
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
        this.guard = new SessionGuard(
                lease, services.stop(), services.policies().timeouts().leaseLost());
        this.progress = new ShardProgress(sequenceNumber, subSequenceNumber);
        SessionContext context = new SessionContext(shard, guard, progress, monitor);
        this.checkpoints = new CheckpointWriter(context, services.stop());
        this.daemonCheckpoints = new DaemonCheckpoints(
                services.policies().batches().checkpoints(), checkpoints, guard, services.threads());
        this.lane = Lane.of(context, services, source, checkpoints, daemonCheckpoints, this::onDisconnected);
    }

    /** {@return what is seen of the shard from outside} Whoever reads the shard adds what it notices. Any thread. */
    public ShardMonitor monitor() {
        return monitor;
    }

    /** Connects the processor and initializes it. */
    public synchronized void start() {
        LOG.atInfo()
                .addKeyValue("shardId", shard.shardId())
                .addKeyValue("from", progress.startingSequenceNumber())
                .log("lease acquired");
        guarded(() -> drainUnless(lane.connect()));
    }

    /**
     * Delivers records. Returns when a processor is done with them, except for those that wait for others to fill a batch,
     * or when the session has ended.
     */
    public synchronized void deliver(FetchedRecords fetched, Checkpointer checkpointer) {
        checkpoints.use(checkpointer);
        if (!isDelivering()) {
            releaseUnlessStopping();
            return;
        }
        progress.fetched(fetched);
        lane.add(fetched);
        guarded(() -> {
            drainUnless(lane.deliver(false));
            setWindowTimer();
        });
    }

    /** Tells the processor that the shard has ended, until its end is durable. */
    public synchronized void shardEnded(Checkpointer checkpointer) {
        checkpoints.use(checkpointer);
        monitor.ending();
        guarded(() -> {
            if (isDelivering()) {
                drainUnless(lane.deliver(true));
            }
            for (int asked = 1; isDelivering() && !progress.endIsDurable(); asked++) {
                drainUnless(lane.connect());
                if (isDelivering() && lane.ask(new ShardEnded()) && !progress.endIsDurable()) {
                    endWithoutCheckpoint(asked);
                }
            }
            if (!progress.endIsDurable()) {
                // Otherwise the KCL asks for ever, and a stop of the daemon waits for it (3.5.1, ShutdownTask).
                lease.release();
            }
            end(progress.endIsDurable() ? EndReason.SHARD_ENDED : EndReason.SHARD_END_NOT_CHECKPOINTED);
        });
    }

    /**
     * Gives the processor a last chance to checkpoint. The connection stays until {@link #leaseLost}.
     *
     * @param checkpointer null if the KCL has never given one: nothing was delivered then
     */
    public synchronized void shutdownRequested(@Nullable Checkpointer checkpointer) {
        checkpoints.use(checkpointer);
        drain(services.stop().requested() ? EndReason.DAEMON_STOPPING : EndReason.LEASE_HANDED_OVER);
        guarded(() -> {
            lane.ask(new ShutdownRequested());
            daemonCheckpoints.flush();
        });
    }

    /** Ends the session: another worker has the lease, or this daemon has released it. */
    public synchronized void leaseLost() {
        EndReason reason = services.stop().requested() ? EndReason.DAEMON_STOPPING : EndReason.LEASE_LOST;
        drain(reason);
        guarded(() -> {
            lane.ask(new LeaseLost());
            end(reason);
        });
    }

    private boolean isDelivering() {
        return state instanceof SessionState.Delivering;
    }

    private void drainUnless(Verdict verdict) {
        if (verdict instanceof Verdict.End end) {
            drain(end.reason());
        }
    }

    /** What waits is dropped: it is after every checkpoint, so the next owner of the shard gets it. */
    private void drain(EndReason reason) {
        state = state.drain(reason);
        lane.clear();
    }

    /** Our own look at the lease may have shown a loss that the KCL did not notice: it must learn of the end too. */
    private void releaseUnlessStopping() {
        if (!services.stop().requested()) {
            lease.release();
        }
    }

    /** If no fetch comes before the window of the waiting records ends, they are sent from a borrowed thread. */
    private void setWindowTimer() {
        if (!windowTimerSet && isDelivering() && lane.windowEnd().bounded()) {
            windowTimerSet = true;
            long nanos = lane.windowEnd()
                    .remainingNanos(services.policies().batches().limits().window());
            CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, services.threads())
                    .execute(this::windowEnded);
        }
    }

    private synchronized void windowEnded() {
        windowTimerSet = false;
        if (!isDelivering()) {
            return;
        }
        guarded(() -> {
            drainUnless(lane.deliver(false));
            if (!isDelivering()) {
                releaseUnlessStopping(); // as in deliver, which may not be called again
            }
            setWindowTimer();
        });
    }

    /** The processor answered the end of the shard without a checkpoint: its child shards cannot begin. */
    private void endWithoutCheckpoint(int asked) throws InterruptedException {
        if (services.policies().checkpointAtShardEnd()
                && checkpoints.writeShardEnd() instanceof CheckpointResult.Durable) {
            return;
        }
        monitor.noCheckpointAtShardEnd();
        LOG.atError()
                .addKeyValue("shardId", shard.shardId())
                .addKeyValue("asked", asked)
                .log("the processor answered shardEnded without a checkpoint: its child shards cannot begin");
        if (asked > 1) {
            lane.fail(new Failure(
                    Cause.NO_CHECKPOINT_AT_SHARD_END, "answered shardEnded without a checkpoint", "", List.of()));
        }
    }

    /** The processor has ended its connection: if no action notices, it is replaced from here. On any thread. */
    private void onDisconnected(LaneEvents events) {
        services.threads().execute(() -> replaceDisconnected(events));
    }

    private synchronized void replaceDisconnected(LaneEvents events) {
        guarded(() -> {
            if (isDelivering() && lane.isConnectedBy(events) && !guard.mustEnd()) {
                drainUnless(lane.replaceDisconnected());
            }
        });
    }

    private void end(EndReason reason) throws InterruptedException {
        if (state instanceof SessionState.Ended) {
            return; // by our own stop, and then by the KCL's
        }
        state = state.end(reason);
        lane.close();
        reportEnd();
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    /** The KCL interrupts its threads when it stops waiting for them: then there is no time for anything. */
    private void guarded(Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            abandon(EndReason.INTERRUPTED);
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.atError().setCause(e).addKeyValue("shardId", shard.shardId()).log(EndReason.BUG.text());
            abandon(EndReason.BUG);
            services.escalation().sessionFailed(shard, e);
        }
    }

    private void abandon(EndReason reason) {
        if (!(state instanceof SessionState.Ended)) {
            state = state.end(reason);
            lane.kill();
            reportEnd();
        }
    }

    private void reportEnd() {
        monitor.ended();
        LOG.atInfo()
                .addKeyValue("shardId", shard.shardId())
                .addKeyValue("checkpoint", progress.endIsDurable() ? "SHARD_END" : progress.startingSequenceNumber())
                .log(((SessionState.Ended) state).reason().text());
    }
}
