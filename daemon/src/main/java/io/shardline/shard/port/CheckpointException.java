package io.shardline.shard.port;

/** A checkpoint that did not become durable, under the name that processors know. */
public final class CheckpointException extends Exception {
    private static final long serialVersionUID = 1;

    private final String errorName;
    private final boolean transientFault;

    /**
     * Makes the exception.
     *
     * @param errorName the simple name of the KCL's exception, which goes to the processor: ThrottlingException,
     *     ShutdownException, InvalidStateException, KinesisClientLibDependencyException, IllegalArgumentException
     * @param transientFault whether trying again may help
     */
    public CheckpointException(String errorName, boolean transientFault, String message, Throwable cause) {
        super(message, cause);
        this.errorName = errorName;
        this.transientFault = transientFault;
    }

    /** {@return the name that the processor is told} */
    public String errorName() {
        return errorName;
    }

    /** {@return whether trying again may help} */
    public boolean isTransient() {
        return transientFault;
    }
}
