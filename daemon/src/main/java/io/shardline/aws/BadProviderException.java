package io.shardline.aws;

/** A credentials provider that cannot be created. The message contains no secret. */
final class BadProviderException extends Exception {

    BadProviderException(String message) {
        super(message);
    }
}
