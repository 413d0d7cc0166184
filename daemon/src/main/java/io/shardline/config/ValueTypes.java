package io.shardline.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types that a key's value can have. Each refuses what it does not understand; none guesses. */
final class ValueTypes {

    /** commons-beanutils' BooleanConverter, which MultiLangDaemon uses, knows exactly these words. */
    private static final Set<String> TRUE = Set.of("true", "yes", "y", "on", "1");

    private static final Set<String> FALSE = Set.of("false", "no", "n", "off", "0");

    private static final Pattern REGION = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)+");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private static final int LONGEST_NUMBER = 19;

    private static final int LONGEST_SHOWN = 80;

    private ValueTypes() {}

    static ValueType<String> text() {
        return new ValueType<>("text", text -> text);
    }

    /** Text of a fixed alphabet, as an AWS name is. */
    static ValueType<String> name(String what, String regex, String rule) {
        Pattern pattern = Pattern.compile(regex);
        return new ValueType<>(what, text -> {
            if (!pattern.matcher(text).matches()) {
                throw new BadValueException(shown(text) + " is no " + what + ": " + rule);
            }
            return text;
        });
    }

    static ValueType<Integer> wholeNumber(int least, int most) {
        return numeric("whole number", least, most, Math::toIntExact);
    }

    static ValueType<Long> longNumber(long least, long most) {
        return numeric("whole number", least, most, value -> value);
    }

    static ValueType<Duration> millis(long least) {
        return numeric("milliseconds", least, Long.MAX_VALUE / 1_000_000, Duration::ofMillis);
    }

    static ValueType<Duration> seconds(long least) {
        return numeric("seconds", least, Integer.MAX_VALUE, Duration::ofSeconds);
    }

    static ValueType<Boolean> bool() {
        return new ValueType<>("true or false", text -> {
            String word = text.toLowerCase(Locale.ROOT);
            if (TRUE.contains(word)) {
                return true;
            }
            if (FALSE.contains(word)) {
                return false;
            }
            throw new BadValueException(shown(text) + " is neither true nor false");
        });
    }

    /** One of an enum's names in any case, as MultiLangDaemon reads its own enums. */
    static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
        List<E> constants = Arrays.asList(type.getEnumConstants());
        String names = constants.stream().map(Enum::name).collect(Collectors.joining(", "));
        return new ValueType<>(
                "one of " + names,
                text -> constants.stream()
                        .filter(constant -> constant.name().equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(() -> new BadValueException(shown(text) + " is none of " + names)));
    }

    static ValueType<List<String>> command() {
        return new ValueType<>("command", CommandWords::split);
    }

    static ValueType<URI> endpoint() {
        return new ValueType<>("http:// or https:// URL", text -> {
            try {
                URI uri = new URI(text);
                String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
                if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
                    throw new BadValueException(
                            shown(text) + " is no endpoint: write http://host:port or https://host:port");
                }
                return uri;
            } catch (URISyntaxException e) {
                throw new BadValueException(shown(text) + " is no URL: " + e.getReason());
            }
        });
    }

    static ValueType<String> region() {
        return name("AWS region", REGION.pattern(), "write it as in us-east-1");
    }

    /** A value as a message may show it: quoted, on one line, and short. */
    static String shown(String text) {
        String start = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
        return "'" + CONTROL.matcher(start).replaceAll("?") + "'";
    }

    private static <T> ValueType<T> numeric(String unit, long least, long most, LongFunction<T> make) {
        String range = range(least, most);
        return new ValueType<>(unit + range, text -> {
            long value = parseLong(text, unit);
            if (value < least || value > most) {
                throw new BadValueException(text + " is out of range: " + unit + range);
            }
            return make.apply(value);
        });
    }

    private static String range(long least, long most) {
        return most >= Integer.MAX_VALUE ? ", at least " + least : ", " + least + " to " + most;
    }

    private static long parseLong(String text, String unit) throws BadValueException {
        String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        boolean whole = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!whole) {
            String what = unit.equals("whole number") ? "a whole number" : "a whole number of " + unit;
            throw new BadValueException(shown(text) + " is not " + what);
        }
        if (digits.length() > LONGEST_NUMBER) {
            throw new BadValueException(shown(text) + " is far too large");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new BadValueException(shown(text) + " is far too large");
        }
    }
}
