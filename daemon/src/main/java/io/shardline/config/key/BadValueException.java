package io.shardline.config.key;

/** A value that its type does not accept; the message continues the sentence "key: ...". */
public final class BadValueException extends Exception {

    private final String withoutValue;
    private final boolean outOfRange;

    /** For a message that repeats nothing of the value. */
    public BadValueException(String message) {
        super(message);
        this.withoutValue = message;
        this.outOfRange = false;
    }

    /**
     * For a message that begins with the value.
     *
     * @param rest what follows it
     */
    public BadValueException(String value, String rest) {
        this(value, rest, false);
    }

    private BadValueException(String value, String rest, boolean outOfRange) {
        super(ValueTypes.shown(value) + rest);
        this.withoutValue = Key.MASK + rest;
        this.outOfRange = outOfRange;
    }

    /** {@return the exception for a number that the type can read, but does not allow} */
    static BadValueException outOfRange(String value, String range) {
        return new BadValueException(value, " is out of range: " + range, true);
    }

    /** {@return the message for a key whose values are never shown} */
    public String withoutValue() {
        return withoutValue;
    }

    /** {@return whether the value is a number that the type does not allow} */
    public boolean isOutOfRange() {
        return outOfRange;
    }
}
