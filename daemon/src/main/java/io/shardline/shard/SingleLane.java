package io.shardline.shard;

import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.protocol.ToProcessor.ShardEnded;
import io.shardline.shard.checkpoint.CheckpointResult;
import io.shardline.shard.checkpoint.CheckpointWriter;
import io.shardline.shard.checkpoint.DaemonCheckpoints;
import io.shardline.shard.policy.SessionPolicies;
import io.shardline.shard.port.FetchedRecords;
import io.shardline.shard.port.RecordSource;
import io.shardline.shard.state.LaneContext;
import io.shardline.shard.state.SessionContext;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only lane of a session. It delivers on the thread of the KCL, so each fetch is done before the next one is taken,
 * except for records that wait for their window to end.
 */
final class SingleLane implements Lanes {
    private static final Logger LOG = LoggerFactory.getLogger(SingleLane.class);

    private final SessionContext session;
    private final SessionPolicies policies;
    private final CheckpointWriter checkpoints;
    private final DaemonCheckpoints daemonCheckpoints;
    private final LaneWorker worker;

    SingleLane(
            SessionContext session,
            SessionServices services,
            RecordSource source,
            CheckpointWriter checkpoints,
            DaemonCheckpoints daemonCheckpoints,
            SessionSupervisor supervisor) {
        this.session = session;
        this.policies = services.policies();
        this.checkpoints = checkpoints;
        this.daemonCheckpoints = daemonCheckpoints;
        LaneContext context = LaneContext.only(session);
        this.worker = new LaneWorker(
                session,
                services,
                supervisor,
                onDisconnected -> Lane.of(context, services, source, checkpoints, daemonCheckpoints, onDisconnected));
    }

    @Override
    public void connect() throws InterruptedException {
        worker.connect();
    }

    @Override
    public void deliver(FetchedRecords fetched, FetchedRecords kept) throws InterruptedException {
        session.progress().filtered(fetched, kept);
        if (kept.records().size() < fetched.records().size()) {
            session.progress().watermark().ifPresent(daemonCheckpoints::advance);
        }
        if (!kept.isEmpty() || fetched.isEmpty()) { // what a filter leaves empty makes no batch
            worker.deliver(kept);
        }
    }

    @Override
    public void endShard() throws InterruptedException {
        session.monitor().ending();
        worker.deliverAll();
        for (int asked = 1; isDelivering() && !session.progress().endIsDurable(); asked++) {
            worker.connect();
            if (isDelivering()
                    && worker.ask(new ShardEnded())
                    && !session.progress().endIsDurable()) {
                endWithoutCheckpoint(asked);
            }
        }
    }

    @Override
    public void ask(ActionMessage action) throws InterruptedException {
        worker.ask(action);
    }

    @Override
    public void close() throws InterruptedException {
        worker.close();
    }

    @Override
    public void kill() {
        worker.kill();
    }

    private boolean isDelivering() {
        return session.lifecycle().isDelivering();
    }

    /** The processor answered the end of the shard without a checkpoint: its child shards cannot begin. */
    private void endWithoutCheckpoint(int asked) throws InterruptedException {
        if (policies.checkpointAtShardEnd() && checkpoints.writeShardEnd() instanceof CheckpointResult.Durable) {
            return;
        }
        session.monitor().counters().noCheckpointAtShardEnd();
        LOG.atError()
                .addKeyValue("shardId", session.shard().shardId())
                .addKeyValue("asked", asked)
                .log("the processor answered shardEnded without a checkpoint: its child shards cannot begin");
        if (asked > 1) {
            worker.fail(new Failure(
                    Cause.NO_CHECKPOINT_AT_SHARD_END, "answered shardEnded without a checkpoint", "", List.of()));
        }
    }
}
