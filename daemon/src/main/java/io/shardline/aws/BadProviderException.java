package io.shardline.aws;

/** A credentials provider that cannot be had; the message says which and why, and holds no secret. */
final class BadProviderException extends Exception {

    BadProviderException(String message) {
        super(message);
    }
}
