package io.shardline.config.key;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

/** Numbers and durations as types of values. Each refuses what it cannot read; none guesses. */
public final class NumberTypes {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");

    private static final int MAX_DIGITS = 19;

    /** As many as fit a long of nanoseconds: 292 years. */
    private static final long MAX_MILLIS = Long.MAX_VALUE / 1_000_000;

    private NumberTypes() {}

    /** A whole number that fits an int. */
    public static ValueType<Integer> wholeNumber(int least, int most) {
        return numeric("whole number", least, most, Math::toIntExact, number -> number);
    }

    /** A whole number that fits a long. */
    public static ValueType<Long> longNumber(long least, long most) {
        return numeric("whole number", least, most, number -> number, number -> number);
    }

    /** A duration in milliseconds. */
    public static ValueType<Duration> millis(long least) {
        return millis(least, MAX_MILLIS);
    }

    /** A duration in milliseconds. */
    public static ValueType<Duration> millis(long least, long most) {
        return numeric("milliseconds", least, most, Duration::ofMillis, Duration::toMillis);
    }

    /** For what the KCL keeps in an int. */
    public static ValueType<Duration> intMillis(long least) {
        return millis(least, Integer.MAX_VALUE);
    }

    /** A duration in seconds. */
    public static ValueType<Duration> seconds(long least) {
        return numeric("seconds", least, Integer.MAX_VALUE, Duration::ofSeconds, Duration::toSeconds);
    }

    /** A time, as seconds since 1970. */
    public static ValueType<Instant> epochSeconds() {
        return numeric("seconds since 1970", 0, MAX_MILLIS, Instant::ofEpochSecond, Instant::getEpochSecond);
    }

    /** A finite decimal number. */
    public static ValueType<Double> decimal(double least, double most) {
        String range = ", at least " + least + (most == Double.MAX_VALUE ? "" : ", at most " + most);
        return new ValueType<>("number" + range, text -> {
            if (!DECIMAL.matcher(text).matches()) {
                throw new BadValueException(text, " is not a number");
            }
            double value = Double.parseDouble(text);
            if (!(value >= least && value <= most)) {
                throw BadValueException.outOfRange(text, "number" + range);
            }
            return value;
        });
    }

    /** A whole number from 0 to 100. */
    public static ValueType<Integer> percentage() {
        return numeric("percent", 0, 100, Math::toIntExact, number -> number);
    }

    /** As {@link Duration#parse} reads it; the same notation as MultiLangDaemon's. */
    public static ValueType<Duration> isoDuration(Duration least) {
        return new ValueType<>("ISO-8601 duration, as PT15M, at least " + least, text -> {
            try {
                Duration duration = Duration.parse(text);
                if (duration.compareTo(least) < 0 || duration.compareTo(Duration.ofMillis(MAX_MILLIS)) > 0) {
                    throw new BadValueException(text, " is out of range: at least " + least);
                }
                return duration;
            } catch (DateTimeParseException e) {
                throw new BadValueException(text, " is not a duration: write it as PT20S, PT15M or P1D");
            }
        });
    }

    private static <T> ValueType<T> numeric(
            String unit, long least, long most, LongFunction<T> make, ToLongFunction<T> number) {
        String range = range(least, most);
        return new ValueType<>(
                unit + range,
                text -> {
                    long value = parseLong(text, unit);
                    if (value < least || value > most) {
                        throw BadValueException.outOfRange(text, unit + range);
                    }
                    return make.apply(value);
                },
                value -> Long.toString(number.applyAsLong(value)));
    }

    private static String range(long least, long most) {
        if (most < Integer.MAX_VALUE) {
            return ", " + least + " to " + most;
        }
        return least == Integer.MIN_VALUE ? "" : ", at least " + least;
    }

    private static long parseLong(String text, String unit) throws BadValueException {
        String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        boolean whole = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!whole) {
            String what = unit.equals("whole number") ? "a whole number" : "a whole number of " + unit;
            throw new BadValueException(text, " is not " + what);
        }
        if (digits.length() > MAX_DIGITS) {
            throw new BadValueException(text, " is too large");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new BadValueException(text, " is too large");
        }
    }
}
