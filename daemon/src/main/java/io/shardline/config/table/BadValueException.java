package io.shardline.config.table;

/** A value that its type does not accept; the message continues the sentence "key: ...". */
public final class BadValueException extends Exception {

    private final String withoutValue;

    /** For a message that repeats nothing of the value. */
    public BadValueException(String message) {
        super(message);
        this.withoutValue = message;
    }

    /**
     * For a message that begins with the value.
     *
     * @param rest what follows it
     */
    public BadValueException(String value, String rest) {
        super(ValueTypes.shown(value) + rest);
        this.withoutValue = Key.MASK + rest;
    }

    /** The message for a key whose values are never shown. */
    public String withoutValue() {
        return withoutValue;
    }
}
