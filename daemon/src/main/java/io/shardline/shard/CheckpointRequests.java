package io.shardline.shard;

import io.shardline.observe.ShardMonitor;
import io.shardline.protocol.Action;
import io.shardline.protocol.CheckpointRules;
import io.shardline.protocol.CheckpointRules.Verdict;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.Position;
import io.shardline.protocol.ToProcessor.CheckpointReply;
import io.shardline.stream.ShardRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers checkpoint requests: decides what may be written, has it written, and tells the processor truly. Used by the
 * session's thread.
 */
final class CheckpointRequests {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointRequests.class);

    private final ShardRef shard;
    private final ShardProgress progress;
    private final CheckpointWriter writer;
    private final ShardMonitor monitor;

    CheckpointRequests(ShardRef shard, ShardProgress progress, CheckpointWriter writer, ShardMonitor monitor) {
        this.shard = shard;
        this.progress = progress;
        this.writer = writer;
        this.monitor = monitor;
    }

    /**
     * Grants or refuses a request.
     *
     * @param during the action that the child is busy with
     * @param delivered the last record that this child was given; {@code null} if none
     */
    CheckpointReply answer(Action during, CheckpointRequest request, Position delivered) throws InterruptedException {
        Verdict verdict = CheckpointRules.judge(during, request, reached(during, delivered), progress.durable());
        String error = carryOut(verdict);
        if (error != null) {
            monitor.checkpointFailed(error);
        }
        return error == null ? CheckpointReply.success(request) : CheckpointReply.failure(request, error);
    }

    /** At the end this includes discarded records: no record is left between the last delivered and the last discarded one. */
    private Position reached(Action during, Position delivered) {
        Position passed = progress.lastDone();
        boolean further = passed != null && (delivered == null || passed.isAfter(delivered));
        return further && during != Action.PROCESS_RECORDS ? passed : delivered;
    }

    /** {@return the error's name; {@code null} for success} */
    private String carryOut(Verdict verdict) throws InterruptedException {
        if (verdict instanceof Verdict.WriteAt write) {
            return writer.write(write.position());
        }
        if (verdict instanceof Verdict.WriteShardEnd) {
            return writer.writeShardEnd();
        }
        return verdict instanceof Verdict.Refuse refusal ? refuse(refusal) : null;
    }

    private String refuse(Verdict.Refuse refusal) {
        LOG.atDebug().addKeyValue("shardId", shard.shardId()).log("a checkpoint was refused: {}", refusal.reason());
        return refusal.error().wireName();
    }
}
