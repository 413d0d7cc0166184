package io.shardline.localstack;

/** The local stack cannot do what was asked; the message says why in one line for the user. */
public final class LocalStackException extends RuntimeException {
    public LocalStackException(String message) {
        super(message);
    }

    public LocalStackException(String message, Throwable cause) {
        super(message, cause);
    }
}
