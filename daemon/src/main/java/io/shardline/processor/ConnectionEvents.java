package io.shardline.processor;

import io.shardline.protocol.Action;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.ToProcessor.CheckpointReply;

/** Receives what a processor does of its own accord. Implemented by the owner of the connection. */
public interface ConnectionEvents {

    /**
     * Answers a checkpoint request. Called on the thread that is in {@link ProcessorConnection#ask}.
     *
     * @param during the action that the processor is busy with
     */
    CheckpointReply checkpoint(Action during, CheckpointRequest request) throws InterruptedException;

    /** The processor ended the connection. Called once, on any thread, also while an action is under way; must not wait. */
    void disconnected();

    /**
     * The processor did what the protocol forbids. Called on any thread; must not wait.
     *
     * @param kind what it did, a label value of metrics
     */
    void protocolFault(String kind);
}
