package io.shardline.config.mapping;

/** What was given is not an event source mapping of a Kinesis stream. The message is for people. */
public final class UnsuitableMappingException extends Exception {
    private static final long serialVersionUID = 1;

    UnsuitableMappingException(String message) {
        super(message);
    }
}
