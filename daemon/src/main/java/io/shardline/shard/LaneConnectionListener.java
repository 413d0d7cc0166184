package io.shardline.shard;

import io.shardline.observe.ShardMonitor;
import io.shardline.processor.ConnectionEvents;
import io.shardline.protocol.Action;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.Position;
import io.shardline.protocol.ToProcessor.CheckpointReply;
import io.shardline.shard.checkpoint.CheckpointRequests;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The session's side of one connection: remembers what was delivered through it, which is as far as its processor may
 * checkpoint.
 */
final class LaneConnectionListener implements ConnectionEvents {
    private final CheckpointRequests checkpoints;
    private final ShardMonitor monitor;
    private final Consumer<LaneConnectionListener> onDisconnected;
    private Optional<Position> delivered = Optional.empty();
    private Optional<Position> deliveredBefore = Optional.empty();

    /**
     * Makes the session's side of a connection that is about to be made.
     *
     * @param onDisconnected called once, on any thread, when the processor ends the connection; must not wait
     */
    LaneConnectionListener(
            CheckpointRequests checkpoints, ShardMonitor monitor, Consumer<LaneConnectionListener> onDisconnected) {
        this.checkpoints = checkpoints;
        this.monitor = monitor;
        this.onDisconnected = onDisconnected;
    }

    /** The batch is about to be sent. Called under the lane's lock. */
    void delivering(Batch batch) {
        if (!batch.isEmpty()) {
            deliveredBefore = delivered;
            delivered = Optional.of(batch.last());
        }
    }

    /**
     * Of the last batch only the records up to this one count as delivered: a later "checkpoint everything so far" must
     * not include the failed ones. Called under the lane's lock.
     *
     * @param last empty: none of them counts
     */
    void retractAfter(Optional<Position> last) {
        delivered = last.or(() -> deliveredBefore);
    }

    @Override
    public CheckpointReply checkpoint(Action during, CheckpointRequest request) throws InterruptedException {
        return checkpoints.answer(during, request, delivered);
    }

    @Override
    public void disconnected() {
        onDisconnected.accept(this);
    }

    @Override
    public void protocolFault(String kind) {
        monitor.counters().protocolFault(kind);
    }
}
