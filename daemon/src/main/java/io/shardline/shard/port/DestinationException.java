package io.shardline.shard.port;

/** A destination has not confirmed what it was sent. */
public final class DestinationException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what happened, as one line for the log
     */
    public DestinationException(String message, Throwable cause) {
        super(message, cause);
    }
}
