package io.shardline.config.source;

/**
 * One thing that is wrong with the configuration, or, as a warning, one that deserves a look.
 *
 * @param origin where it was found
 * @param key the key as the user wrote it, empty when the problem belongs to no key
 * @param message what is wrong and what to do; never the value of a sensitive or unknown key
 */
public record Problem(Origin origin, String key, String message) {

    /** The line for people: {@code app.properties:12: failoverTimeMillis: 'abc' is not a whole number}. */
    @Override
    public String toString() {
        return key.isEmpty() ? origin + ": " + message : origin + ": " + key + ": " + message;
    }
}
