package io.shardline.config.key;

import java.time.Duration;

/**
 * Checks in the constructors of settings records. The configuration is checked with messages for users before a record
 * is made, so a failure here is a bug of the daemon or of a test.
 */
public final class Require {

    private Require() {}

    /**
     * Requires a duration that is not negative.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    public static void notNegative(String name, Duration duration) {
        check(!duration.isNegative(), name, "must not be negative: " + duration);
    }

    /**
     * Requires a duration above zero.
     *
     * @throws IllegalArgumentException if the duration is zero or negative
     */
    public static void positive(String name, Duration duration) {
        check(!duration.isNegative() && !duration.isZero(), name, "must be positive: " + duration);
    }

    /**
     * Requires a minimum.
     *
     * @throws IllegalArgumentException if the number is below the minimum
     */
    public static void atLeast(String name, long minimum, long number) {
        check(number >= minimum, name, "must be at least " + minimum + ": " + number);
    }

    /**
     * Requires a range.
     *
     * @throws IllegalArgumentException if the number is below the minimum or above the maximum
     */
    public static void between(String name, double minimum, double maximum, double number) {
        check(number >= minimum && number <= maximum, name, "must be " + minimum + " to " + maximum + ": " + number);
    }

    /**
     * Requires a text that is not blank.
     *
     * @throws IllegalArgumentException if the text is blank
     */
    public static void notBlank(String name, String text) {
        check(!text.isBlank(), name, "must not be blank");
    }

    private static void check(boolean good, String name, String message) {
        if (!good) {
            throw new IllegalArgumentException(name + " " + message);
        }
    }
}
