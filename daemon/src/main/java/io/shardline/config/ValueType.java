package io.shardline.config;

/**
 * How the text of a value becomes a value.
 *
 * @param <T> what comes out
 * @param description the type with its unit and range, for people: {@code milliseconds, at least 1}
 * @param parser reads a text that is trimmed and not empty
 */
record ValueType<T>(String description, Parser<T> parser) {

    /** Reads one value, or says in words why it cannot. */
    @FunctionalInterface
    interface Parser<T> {
        T parse(String text) throws BadValueException;
    }

    T parse(String text) throws BadValueException {
        return parser.parse(text);
    }
}
