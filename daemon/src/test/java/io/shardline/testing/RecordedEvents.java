package io.shardline.testing;

import io.shardline.processor.ConnectionEvents;
import io.shardline.protocol.Action;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.ToProcessor.CheckpointReply;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The owner of a connection: grants every checkpoint, and remembers what it learned. */
public final class RecordedEvents implements ConnectionEvents {
    private final List<String> checkpoints = new CopyOnWriteArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final List<String> disconnections = new CopyOnWriteArrayList<>();

    @Override
    public CheckpointReply checkpoint(Action during, CheckpointRequest request) {
        checkpoints.add(during.wireName() + " " + request.sequenceNumber());
        return CheckpointReply.success(request);
    }

    @Override
    public void disconnected() {
        disconnections.add(Thread.currentThread().getName());
    }

    @Override
    public void protocolFault(String kind) {
        faults.add(kind);
    }

    /** {@return the requests: action and sequence number} */
    public List<String> checkpoints() {
        return checkpoints;
    }

    /** {@return the kinds of faults} */
    public List<String> faults() {
        return faults;
    }

    /** {@return how often the end of the connection was reported} */
    public int disconnections() {
        return disconnections.size();
    }
}
