package io.shardline.shard;

import io.shardline.observe.ShardMonitor;
import io.shardline.protocol.ToProcessor.LeaseLost;
import io.shardline.protocol.ToProcessor.ShutdownRequested;
import io.shardline.shard.checkpoint.CheckpointWriter;
import io.shardline.shard.checkpoint.DaemonCheckpoints;
import io.shardline.shard.port.Checkpointer;
import io.shardline.shard.port.FetchedRecords;
import io.shardline.shard.port.Lease;
import io.shardline.shard.port.RecordSource;
import io.shardline.shard.state.EndReason;
import io.shardline.shard.state.SessionContext;
import io.shardline.shard.state.SessionEndWatch;
import io.shardline.shard.state.SessionLifecycle;
import io.shardline.shard.state.ShardProgress;
import io.shardline.stream.ShardRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one shard on this daemon, from lease acquired to lease released. It outlives its connections to the
 * processors: a {@link Lane} replaces a failed one and delivers again what was not done.
 *
 * <p>The methods are called by the KCL, one at a time and on changing threads; each returns when the processor has
 * answered, or when the session has ended. None ever throws: the KCL would skip a fetch whose delivery threw (3.5.1,
 * ProcessTask). After a delivery that was cut short, nothing later is delivered in this lease.
 */
public final class ShardSession {
    private static final Logger LOG = LoggerFactory.getLogger(ShardSession.class);

    private final SessionContext context;
    private final SessionServices services;
    private final Lease lease;
    private final CheckpointWriter checkpoints;
    private final DaemonCheckpoints daemonCheckpoints;
    private final Lanes lanes;

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
        this.services = services;
        this.lease = lease;
        SessionEndWatch endWatch = new SessionEndWatch(
                shard, lease, services.stop(), services.policies().timeouts().leaseLost());
        this.context = new SessionContext(
                shard,
                endWatch,
                new SessionLifecycle(endWatch),
                new ShardProgress(sequenceNumber, subSequenceNumber),
                services.monitor().open(shard));
        this.checkpoints = new CheckpointWriter(context, services.stop());
        this.daemonCheckpoints = new DaemonCheckpoints(
                services.policies().batches().checkpoints(), checkpoints, endWatch, services.threads());
        SessionSupervisor supervisor = new Supervisor();
        this.lanes = services.policies().lanes().count() == 1
                ? new SingleLane(context, services, source, checkpoints, daemonCheckpoints, supervisor)
                : new ParallelLanes(context, services, source, checkpoints, daemonCheckpoints, supervisor);
    }

    /** {@return what is seen of the shard from outside} Whoever reads the shard adds what it notices. Any thread. */
    public ShardMonitor monitor() {
        return context.monitor();
    }

    /** Connects the processors and initializes them. */
    public synchronized void start() {
        LOG.atInfo()
                .addKeyValue("shardId", context.shard().shardId())
                .addKeyValue("from", context.progress().startingSequenceNumber())
                .log("lease acquired");
        guarded(lanes::connect);
    }

    /**
     * Delivers records. With one lane, returns when a processor is done with them, except for those that wait for others to
     * fill a batch; with several, when the session can take more. Returns also when the session has ended.
     */
    public synchronized void deliver(FetchedRecords fetched, Checkpointer checkpointer) {
        checkpoints.use(checkpointer);
        if (!context.lifecycle().isDelivering()) {
            releaseUnlessStopping();
            return;
        }
        guarded(() -> take(fetched));
    }

    /** Filters before anything is batched, in the order of the stream. */
    private void take(FetchedRecords fetched) throws InterruptedException {
        FetchedRecords kept = fetched.matching(services.policies().batches().filter());
        int filteredOut = fetched.records().size() - kept.records().size();
        context.monitor().fetched(fetched.records().size(), filteredOut, fetched.millisBehindLatest());
        context.progress().fetched(fetched);
        lanes.deliver(fetched, kept);
    }

    /** Tells the processors that the shard has ended, until its end is durable. */
    public synchronized void shardEnded(Checkpointer checkpointer) {
        checkpoints.use(checkpointer);
        guarded(() -> {
            lanes.endShard();
            boolean durable = context.progress().endIsDurable();
            if (!durable) {
                // Otherwise the KCL asks for ever, and a stop of the daemon waits for it (3.5.1, ShutdownTask).
                lease.release();
            }
            end(durable ? EndReason.SHARD_ENDED : EndReason.SHARD_END_NOT_CHECKPOINTED);
        });
    }

    /**
     * Gives the processors a last chance to checkpoint. The connections stay until {@link #leaseLost}.
     *
     * @param checkpointer null if the KCL has never given one: nothing was delivered then
     */
    public synchronized void shutdownRequested(@Nullable Checkpointer checkpointer) {
        checkpoints.use(checkpointer);
        context.endWatch().leave();
        context.lifecycle()
                .drain(services.stop().isRequested() ? EndReason.of(services.stop()) : EndReason.LEASE_HANDED_OVER);
        guarded(() -> {
            lanes.ask(new ShutdownRequested());
            daemonCheckpoints.flush();
        });
    }

    /** Ends the session: another worker has the lease, or this daemon has released it. */
    public synchronized void leaseLost() {
        context.endWatch().endReason(); // reports the loss, if it is one
        EndReason reason = services.stop().isRequested() ? EndReason.of(services.stop()) : EndReason.LEASE_LOST;
        context.lifecycle().drain(reason);
        guarded(() -> {
            lanes.ask(new LeaseLost());
            end(reason);
        });
    }

    /**
     * Ends the session because the lease was acquired again and another session of the shard begins: its processor is not
     * waited for. Any thread; returns when the session has ended.
     */
    public void replaced() {
        context.endWatch().hurry();
        leaseLost();
    }

    /** Our own look at the lease may have shown a loss that the KCL did not notice: it must learn of the end too. */
    private void releaseUnlessStopping() {
        if (!services.stop().isRequested()) {
            lease.release();
        }
    }

    private void end(EndReason reason) throws InterruptedException {
        if (context.lifecycle().end(reason)) { // otherwise by our own stop, and then by the KCL's
            lanes.close();
            reportEnd();
        }
    }

    private final class Supervisor implements SessionSupervisor {
        @Override
        public void guarded(Work work) {
            ShardSession.this.guarded(work);
        }

        @Override
        public void deliveryEnded() {
            releaseUnlessStopping();
        }
    }

    /** The KCL interrupts its threads when it stops waiting for them: then there is no time for anything. */
    private void guarded(SessionSupervisor.Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            abandon(EndReason.INTERRUPTED);
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("shardId", context.shard().shardId())
                    .log(EndReason.BUG.text());
            abandon(EndReason.BUG);
            services.escalation().sessionFailed(context.shard(), e);
        }
    }

    private void abandon(EndReason reason) {
        if (context.lifecycle().end(reason)) {
            lanes.kill();
            reportEnd();
        }
    }

    private void reportEnd() {
        ShardProgress progress = context.progress();
        context.monitor().ended();
        LOG.atInfo()
                .addKeyValue("shardId", context.shard().shardId())
                .addKeyValue("checkpoint", progress.endIsDurable() ? "SHARD_END" : progress.startingSequenceNumber())
                .log(context.lifecycle().endReason().text());
    }
}
