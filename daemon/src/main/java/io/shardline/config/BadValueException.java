package io.shardline.config;

/** A value that its type does not accept; the message continues the sentence "key: ...". */
final class BadValueException extends Exception {

    BadValueException(String message) {
        super(message);
    }
}
