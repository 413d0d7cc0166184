package io.shardline.filter;

/** A text is not a list of filter patterns. The message says which pattern and which field of it, and what is wrong. */
public final class BadPatternException extends Exception {

    BadPatternException(String message) {
        super(message);
    }
}
