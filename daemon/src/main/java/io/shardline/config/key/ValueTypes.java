package io.shardline.config.key;

import io.shardline.text.Printable;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types of values that several rooms use. Each refuses what it cannot read; none guesses. */
public final class ValueTypes {

    /** commons-beanutils' BooleanConverter, which MultiLangDaemon uses, knows exactly these words. */
    private static final Set<String> TRUE = Set.of("true", "yes", "y", "on", "1");

    private static final Set<String> FALSE = Set.of("false", "no", "n", "off", "0");

    /** MultiLangDaemon of KCL 1.x accepted endpoints without a scheme. */
    private static final Pattern AWS_HOST = Pattern.compile("[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?(:[0-9]+)?/?");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /** What stands before the host of a URL, also of one without its scheme: a name, and often a password. */
    private static final Pattern USER_OF_URL =
            Pattern.compile("(?<=//)[^/@]*(?=@)|(?<![^\\s])[^/@:\\s]+:[^/@\\s]*(?=@)");

    private static final Pattern COMMA = Pattern.compile(",");

    private static final int MAX_TAG_KEY_LENGTH = 128;

    private static final int MAX_TAG_VALUE_LENGTH = 256;

    private static final int MAX_SHOWN_LENGTH = 80;

    private static final int MAX_PORT = 65_535;

    private ValueTypes() {}

    /** Any text on one line. */
    public static ValueType<String> text() {
        return new ValueType<>("text", text -> {
            if (CONTROL.matcher(text).find()) {
                throw new BadValueException(text, " contains a control character");
            }
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                throw new BadValueException("contains half of a character that needs two \\u escapes");
            }
            return text;
        });
    }

    /** Text of a fixed alphabet, as an AWS name is. */
    public static ValueType<String> name(String what, String regex, String rule) {
        Pattern pattern = Pattern.compile(regex);
        return new ValueType<>(what, text -> {
            if (!pattern.matcher(text).matches()) {
                throw new BadValueException(text, " is not a valid " + what + ": " + rule);
            }
            return text;
        });
    }

    /** True or false, in the words that MultiLangDaemon accepts. */
    public static ValueType<Boolean> bool() {
        return new ValueType<>("true or false", text -> {
            String word = text.toLowerCase(Locale.ROOT);
            if (TRUE.contains(word)) {
                return true;
            }
            if (FALSE.contains(word)) {
                return false;
            }
            throw new BadValueException(text, " is not true or false");
        });
    }

    /** One of an enum's names in any case, as MultiLangDaemon reads its own enums. */
    public static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
        List<E> constants = Arrays.asList(type.getEnumConstants());
        String names = constants.stream().map(Enum::name).collect(Collectors.joining(", "));
        return new ValueType<>(
                "one of " + names,
                text -> constants.stream()
                        .filter(constant -> constant.name().equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(() -> new BadValueException(text, " is not one of " + names)));
    }

    /** Words between commas, in their order, without doubles. */
    public static ValueType<Set<String>> words() {
        return new ValueType<>(
                "words, comma-separated",
                text -> {
                    Set<String> words = new LinkedHashSet<>();
                    for (String word : COMMA.split(text, -1)) {
                        if (word.isBlank() || CONTROL.matcher(word.strip()).find()) {
                            throw new BadValueException(text, " is not a list of words: write Operation,ShardId");
                        }
                        words.add(word.strip());
                    }
                    return Collections.unmodifiableSet(words);
                },
                words -> String.join(",", words));
    }

    /** Tags of a DynamoDB table; the limits are DynamoDB's. */
    public static ValueType<Map<String, String>> tags() {
        return new ValueType<>("tags, as key=value,key=value", text -> {
            Map<String, String> tags = new LinkedHashMap<>();
            for (String pair : COMMA.split(text, -1)) {
                int equals = pair.indexOf('=');
                String key = equals < 0 ? "" : pair.substring(0, equals).strip();
                if (key.isEmpty()
                        || key.length() > MAX_TAG_KEY_LENGTH
                        || CONTROL.matcher(pair).find()) {
                    throw new BadValueException(pair.strip(), " is not a tag: write key=value,key=value");
                }
                String value = pair.substring(equals + 1).strip();
                if (value.length() > MAX_TAG_VALUE_LENGTH) {
                    throw new BadValueException("the tag " + shown(key) + " is longer than 256 characters");
                }
                if (tags.put(key, value) != null) {
                    throw new BadValueException("the tag " + shown(key) + " is given twice");
                }
            }
            return Collections.unmodifiableMap(tags);
        });
    }

    /** A path of the file system. */
    public static ValueType<Path> path() {
        return new ValueType<>("path", text -> {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw new BadValueException(text, " is not a path: " + e.getReason());
            }
        });
    }

    /** The URL of a service, without a user. */
    public static ValueType<URI> endpoint() {
        return new ValueType<>("http:// or https:// URL", text -> {
            try {
                URI uri = new URI(AWS_HOST.matcher(text).matches() ? "https://" + text : text);
                String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
                if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
                    throw new BadValueException(
                            text, " is not an endpoint: write http://host:port or https://host:port");
                }
                if (uri.getUserInfo() != null || uri.getPort() > MAX_PORT) {
                    throw new BadValueException("must not contain a user name, or a port above " + MAX_PORT);
                }
                return uri;
            } catch (URISyntaxException e) {
                throw new BadValueException(text, " is not a URL: " + e.getReason());
            }
        });
    }

    /** The name of an AWS region, or of the region of an emulator, which may be any label of a host name. */
    public static ValueType<String> region() {
        return name("AWS region", "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", "write it as in us-east-1");
    }

    /** {@return a value as a message may show it: quoted, on one line, and short} */
    public static String shown(String text) {
        String start = text.length() > MAX_SHOWN_LENGTH ? text.substring(0, MAX_SHOWN_LENGTH) + "..." : text;
        return "'" + escaped(start) + "'";
    }

    /** {@return the text on one line, with its control characters as escapes and the user of a URL masked} */
    public static String escaped(String text) {
        return Printable.of(USER_OF_URL.matcher(text).replaceAll(Key.MASK)).replace("\t", "\\t");
    }
}
