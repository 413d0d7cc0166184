package io.shardline.protocol;

/** What the daemon asks a processor to do. A processor answers each with a {@link FromProcessor.Status}. */
public enum Action {
    /** Serve a shard: the first action of a connection. */
    INITIALIZE("initialize", false),
    /** Process a batch. */
    PROCESS_RECORDS("processRecords", true),
    /** Stop: another worker holds the lease. */
    LEASE_LOST("leaseLost", false),
    /** Checkpoint the end of the shard: all of its records were delivered. */
    SHARD_ENDED("shardEnded", true),
    /** Checkpoint for the last time: the daemon is about to release the lease. */
    SHUTDOWN_REQUESTED("shutdownRequested", true);

    private final String wireName;
    private final boolean checkpointAllowed;

    Action(String wireName, boolean checkpointAllowed) {
        this.wireName = wireName;
        this.checkpointAllowed = checkpointAllowed;
    }

    /** {@return its name on the wire} */
    public String wireName() {
        return wireName;
    }

    /** {@return whether a processor may request checkpoints before its status (P-14)} */
    public boolean isCheckpointAllowed() {
        return checkpointAllowed;
    }
}
