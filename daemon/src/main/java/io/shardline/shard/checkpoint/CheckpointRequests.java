package io.shardline.shard.checkpoint;

import io.shardline.protocol.Action;
import io.shardline.protocol.CheckpointRules;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.Position;
import io.shardline.protocol.ToProcessor.CheckpointReply;
import io.shardline.shard.state.LaneContext;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers checkpoint requests: writes what the rules of the protocol allow, and replies with what became of it. Used by
 * the lane's thread.
 */
public final class CheckpointRequests {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointRequests.class);

    private final LaneContext context;
    private final RequestedCheckpoints writer;

    public CheckpointRequests(LaneContext context, RequestedCheckpoints writer) {
        this.context = context;
        this.writer = writer;
    }

    /**
     * Grants or refuses a request.
     *
     * @param during the action that the processor is busy with
     * @param delivered the last record that was delivered through this connection; empty if none was
     */
    public CheckpointReply answer(Action during, CheckpointRequest request, Optional<Position> delivered)
            throws InterruptedException {
        CheckpointRules.Verdict verdict = CheckpointRules.judge(
                during,
                request,
                reached(during, delivered).orElse(null),
                context.progress().checkpointed().orElse(null));
        CheckpointResult result = carryOut(verdict);
        if (result instanceof CheckpointResult.Failed failed) {
            context.monitor().counters().checkpointFailed(failed.error());
            return CheckpointReply.failure(request, failed.error());
        }
        return CheckpointReply.success(request);
    }

    /** At the end this includes discarded records: no record is left between the last delivered and the last discarded one. */
    private Optional<Position> reached(Action during, Optional<Position> delivered) {
        if (during == Action.PROCESS_RECORDS) {
            return delivered;
        }
        Optional<Position> reached = context.progress().reached();
        boolean further =
                reached.isPresent() && (delivered.isEmpty() || reached.get().isAfter(delivered.get()));
        return further ? reached : delivered;
    }

    private CheckpointResult carryOut(CheckpointRules.Verdict verdict) throws InterruptedException {
        if (verdict instanceof CheckpointRules.Verdict.WriteAt write) {
            return writer.write(write.position());
        }
        if (verdict instanceof CheckpointRules.Verdict.WriteShardEnd) {
            return writer.writeShardEnd();
        }
        return verdict instanceof CheckpointRules.Verdict.Refuse refusal ? refuse(refusal) : CheckpointResult.DURABLE;
    }

    private CheckpointResult refuse(CheckpointRules.Verdict.Refuse refusal) {
        LOG.atDebug().addKeyValue("shardId", context.shard().shardId()).log("checkpoint refused: {}", refusal.reason());
        return new CheckpointResult.Failed(refusal.error().wireName());
    }
}
