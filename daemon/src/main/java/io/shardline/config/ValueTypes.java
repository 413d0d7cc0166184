package io.shardline.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private static final Pattern COMMA = Pattern.compile(",");

    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");

    private static final int LONGEST_NUMBER = 19;

    /** As many as fit a long of nanoseconds: 292 years. */
    private static final long LONGEST_MILLIS = Long.MAX_VALUE / 1_000_000;

    private static final int LONGEST_TAG_KEY = 128;

    private static final int LONGEST_TAG_VALUE = 256;

    private static final int LONGEST_SHOWN = 80;

    private static final int HIGHEST_PORT = 65_535;

    private ValueTypes() {}

    /** Any text on one line. */
    static ValueType<String> text() {
        return new ValueType<>("text", text -> {
            if (CONTROL.matcher(text).find()) {
                throw new BadValueException(text, " holds a control character");
            }
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                throw new BadValueException("holds half of a character that takes two \\u escapes");
            }
            return text;
        });
    }

    /** Text of a fixed alphabet, as an AWS name is. */
    static ValueType<String> name(String what, String regex, String rule) {
        Pattern pattern = Pattern.compile(regex);
        return new ValueType<>(what, text -> {
            if (!pattern.matcher(text).matches()) {
                throw new BadValueException(text, " is no " + what + ": " + rule);
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
        return numeric("milliseconds", least, LONGEST_MILLIS, Duration::ofMillis);
    }

    /** For what the KCL keeps in an int. */
    static ValueType<Duration> intMillis(long least) {
        return numeric("milliseconds", least, Integer.MAX_VALUE, Duration::ofMillis);
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
            throw new BadValueException(text, " is neither true nor false");
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
                        .orElseThrow(() -> new BadValueException(text, " is none of " + names)));
    }

    /** A moment, as seconds since 1970. */
    static ValueType<Instant> epochSeconds() {
        return numeric("seconds since 1970", 0, LONGEST_MILLIS, Instant::ofEpochSecond);
    }

    /** A finite decimal number. */
    static ValueType<Double> decimal(double least, double most) {
        String range = ", at least " + least + (most == Double.MAX_VALUE ? "" : ", at most " + most);
        return new ValueType<>("number" + range, text -> {
            if (!DECIMAL.matcher(text).matches()) {
                throw new BadValueException(text, " is not a number");
            }
            double value = Double.parseDouble(text);
            if (!(value >= least && value <= most)) {
                throw new BadValueException(text, " is out of range: number" + range);
            }
            return value;
        });
    }

    static ValueType<Integer> percentage() {
        return numeric("percent", 0, 100, Math::toIntExact);
    }

    /** As {@link Duration#parse} reads it; the same notation as MultiLangDaemon's. */
    static ValueType<Duration> isoDuration(Duration least) {
        return new ValueType<>("ISO-8601 duration, as PT15M, at least " + least, text -> {
            try {
                Duration duration = Duration.parse(text);
                if (duration.compareTo(least) < 0 || duration.compareTo(Duration.ofMillis(LONGEST_MILLIS)) > 0) {
                    throw new BadValueException(text, " is out of range: at least " + least);
                }
                return duration;
            } catch (DateTimeParseException e) {
                throw new BadValueException(text, " is no duration: write it as PT20S, PT15M or P1D");
            }
        });
    }

    /** Words between commas, in their order, without doubles. */
    static ValueType<Set<String>> words() {
        return new ValueType<>("words, comma-separated", text -> {
            Set<String> words = new LinkedHashSet<>();
            for (String word : COMMA.split(text, -1)) {
                if (word.isBlank() || CONTROL.matcher(word.strip()).find()) {
                    throw new BadValueException(text, " is no list of words: write Operation,ShardId");
                }
                words.add(word.strip());
            }
            return Collections.unmodifiableSet(words);
        });
    }

    /** Tags of a DynamoDB table; the limits are DynamoDB's. */
    static ValueType<Map<String, String>> tags() {
        return new ValueType<>("tags, as key=value,key=value", text -> {
            Map<String, String> tags = new LinkedHashMap<>();
            for (String pair : COMMA.split(text, -1)) {
                int equals = pair.indexOf('=');
                String key = equals < 0 ? "" : pair.substring(0, equals).strip();
                if (key.isEmpty()
                        || key.length() > LONGEST_TAG_KEY
                        || CONTROL.matcher(pair).find()) {
                    throw new BadValueException(pair.strip(), " is no tag: write key=value,key=value");
                }
                String value = pair.substring(equals + 1).strip();
                if (value.length() > LONGEST_TAG_VALUE) {
                    throw new BadValueException("the tag " + shown(key) + " is longer than 256 characters");
                }
                if (tags.put(key, value) != null) {
                    throw new BadValueException("the tag " + shown(key) + " is given twice");
                }
            }
            return Collections.unmodifiableMap(tags);
        });
    }

    static ValueType<Path> path() {
        return new ValueType<>("path", text -> {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw new BadValueException(text, " is no path: " + e.getReason());
            }
        });
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
                    throw new BadValueException(text, " is no endpoint: write http://host:port or https://host:port");
                }
                if (uri.getUserInfo() != null || uri.getPort() > HIGHEST_PORT) {
                    throw new BadValueException("may hold no user, and no port above " + HIGHEST_PORT);
                }
                return uri;
            } catch (URISyntaxException e) {
                throw new BadValueException(text, " is no URL: " + e.getReason());
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
                throw new BadValueException(text, " is out of range: " + unit + range);
            }
            return make.apply(value);
        });
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
        if (digits.length() > LONGEST_NUMBER) {
            throw new BadValueException(text, " is far too large");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new BadValueException(text, " is far too large");
        }
    }
}
