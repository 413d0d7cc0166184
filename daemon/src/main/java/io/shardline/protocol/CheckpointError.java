package io.shardline.protocol;

/**
 * The errors that a checkpoint reply names: simple names of the KCL's exceptions, which client libraries compare
 * ({@code protocol-spec/protocol.md}, Checkpoints). A reply may also carry the name of another exception that the KCL
 * threw, as the original's does.
 */
public enum CheckpointError {
    /** DynamoDB throttles: the processor waits and repeats the request. */
    THROTTLING("ThrottlingException"),
    /** The lease is gone: the processor requests no more checkpoints. */
    SHUTDOWN("ShutdownException"),
    /** No checkpoint is possible at this time. */
    INVALID_STATE("InvalidStateException"),
    /** The checkpoint could not be stored. */
    DEPENDENCY("KinesisClientLibDependencyException"),
    /** The request is wrong, and would be refused again. */
    ILLEGAL_ARGUMENT("IllegalArgumentException");

    private final String wireName;

    CheckpointError(String wireName) {
        this.wireName = wireName;
    }

    /** {@return its name on the wire} */
    public String wireName() {
        return wireName;
    }
}
