package io.shardline.config.key;

import java.util.function.Function;

/**
 * How the text of a value becomes a value, and back.
 *
 * @param <T> the Java type of the value
 * @param description the type with its unit and range, for people: {@code milliseconds, at least 1}
 * @param parser reads a text that is trimmed and not empty
 * @param printer writes a value in the notation that {@code parser} reads; used for defaults that are constant or computed
 * @param redactor what may be shown of a value of a sensitive key
 */
public record ValueType<T>(
        String description, Parser<T> parser, Function<T, String> printer, Function<T, String> redactor) {

    /** Reads one value. */
    @FunctionalInterface
    public interface Parser<T> {
        /**
         * Reads one value.
         *
         * @throws BadValueException if the text is not a value of this type
         */
        T parse(String text) throws BadValueException;
    }

    /** A type whose values print themselves. */
    public ValueType(String description, Parser<T> parser) {
        this(description, parser, String::valueOf);
    }

    /** A type whose values show nothing of themselves where the key is sensitive. */
    public ValueType(String description, Parser<T> parser, Function<T, String> printer) {
        this(description, parser, printer, value -> Key.MASK);
    }

    /**
     * Reads one value.
     *
     * @throws BadValueException if the text is not a value of this type
     */
    public T parse(String text) throws BadValueException {
        return parser.parse(text);
    }

    /** {@return the value in the notation of a properties file} */
    public String print(T value) {
        return printer.apply(value);
    }
}
