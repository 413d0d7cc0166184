package io.shardline.shard;

import io.shardline.protocol.DataRecord;
import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.protocol.ToProcessor.ShardEnded;
import io.shardline.shard.checkpoint.CheckpointResult;
import io.shardline.shard.checkpoint.CheckpointWriter;
import io.shardline.shard.checkpoint.DaemonCheckpoints;
import io.shardline.shard.port.FetchedRecords;
import io.shardline.shard.port.RecordSource;
import io.shardline.shard.state.Continuation;
import io.shardline.shard.state.LaneContext;
import io.shardline.shard.state.SessionContext;
import io.shardline.shard.state.SessionEndWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Several lanes of a session. Each works on borrowed threads and has its share of the partition keys, so records of one
 * key stay in order. The KCL's thread adds records to the lanes, and waits only while too many are not done.
 */
final class ParallelLanes implements Lanes {
    /** After a failed write of the end of the shard; the writer has tried for some seconds by then. */
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(5);

    private final SessionContext session;
    private final SessionServices services;
    private final CheckpointWriter checkpoints;
    private final DaemonCheckpoints daemonCheckpoints;
    private final SessionSupervisor supervisor;
    private final OutstandingRecords outstanding;
    private final List<LaneContext> contexts = new ArrayList<>();
    private final List<LaneWorker> workers = new ArrayList<>();

    ParallelLanes(
            SessionContext session,
            SessionServices services,
            RecordSource source,
            CheckpointWriter checkpoints,
            DaemonCheckpoints daemonCheckpoints,
            SessionSupervisor supervisor) {
        this.session = session;
        this.services = services;
        this.checkpoints = checkpoints;
        this.daemonCheckpoints = daemonCheckpoints;
        this.supervisor = supervisor;
        int count = services.policies().lanes().count();
        this.outstanding = new OutstandingRecords(count);
        for (int lane = 0; lane < count; lane++) {
            ParallelLaneProgress progress = new ParallelLaneProgress(session.progress(), outstanding, lane);
            int number = lane;
            LaneContext context = new LaneContext(
                    session, lane, progress, session.monitor().openLane(() -> outstanding.backlog(number)));
            LaneAcknowledgements acknowledgements = new LaneAcknowledgements(progress, daemonCheckpoints);
            contexts.add(context);
            workers.add(new LaneWorker(
                    session,
                    services,
                    supervisor,
                    onDisconnected ->
                            Lane.of(context, services, source, acknowledgements, daemonCheckpoints, onDisconnected)));
        }
    }

    @Override
    public void connect() throws InterruptedException {
        inParallel(LaneWorker::connect);
    }

    @Override
    public void deliver(FetchedRecords fetched, FetchedRecords kept) throws InterruptedException {
        if (fetched.isEmpty()) {
            workers.forEach(worker -> worker.enqueue(fetched));
            return;
        }
        List<List<DataRecord>> shares = outstanding.add(fetched.records(), kept.records());
        if (kept.records().size() < fetched.records().size()) {
            outstanding.watermark().ifPresent(daemonCheckpoints::advance);
        }
        for (int lane = 0; lane < shares.size(); lane++) {
            if (!shares.get(lane).isEmpty()) {
                workers.get(lane).enqueue(new FetchedRecords(shares.get(lane), fetched.millisBehindLatest()));
            }
        }
        awaitRoom();
    }

    @Override
    public void endShard() throws InterruptedException {
        contexts.forEach(context -> context.monitor().ending());
        inParallel(LaneWorker::deliverAll);
        inParallel(worker -> worker.askUntilAnswered(new ShardEnded()));
        while (session.lifecycle().continuation() instanceof Continuation.Continue
                && checkpoints.writeShardEnd() instanceof CheckpointResult.Failed) {
            session.lifecycle().pause(PAUSE_AFTER_FAULT);
        }
    }

    @Override
    public void ask(ActionMessage action) throws InterruptedException {
        inParallel(worker -> worker.ask(action));
    }

    @Override
    public void close() throws InterruptedException {
        inParallel(LaneWorker::close);
    }

    @Override
    public void kill() {
        workers.forEach(LaneWorker::kill);
    }

    /** So that a lane that is stuck does not make the daemon hold the whole shard in memory. */
    private void awaitRoom() throws InterruptedException {
        long limit = services.policies().lanes().maxBacklogBytes();
        Continuation continuation = session.lifecycle().continuation();
        while (continuation instanceof Continuation.Continue
                && !outstanding.awaitBelow(limit, SessionEndWatch.LEASE_POLL)) {
            continuation = session.lifecycle().continuation();
        }
        if (continuation instanceof Continuation.End end) {
            session.lifecycle().drain(end.reason());
        }
    }

    private interface LaneTask {
        void run(LaneWorker worker) throws InterruptedException;
    }

    /** Each task has its own bound: the deadlines of actions and of the stop of a connection. */
    private void inParallel(LaneTask task) throws InterruptedException {
        List<CompletableFuture<Void>> running = workers.stream()
                .map(worker -> CompletableFuture.runAsync(
                        () -> supervisor.guarded(() -> task.run(worker)), services.threads()))
                .toList();
        for (CompletableFuture<Void> each : running) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("guarded work threw", e);
            }
        }
    }
}
