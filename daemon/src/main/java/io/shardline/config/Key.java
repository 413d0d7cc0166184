package io.shardline.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One row of the table of keys.
 *
 * @param <T> the type of its value
 * @param name as written in the file; case counts
 * @param aliases other names for the same setting, as MultiLangDaemon accepts them
 * @param type how the text becomes a value, with unit and range
 * @param defaultText the default in the file's own notation; empty when there is none
 * @param defaultDescription what holds when the key is not given and {@code defaultText} is empty
 * @param doc one line: what it does
 * @param sensitive its value is masked wherever it is shown
 * @param status whether it has an effect
 * @param feeds the KCL setting that it ends in, or "Shardline" for our own
 * @param since the first Shardline version that knows it
 */
public record Key<T>(
        String name,
        List<String> aliases,
        ValueType<T> type,
        Optional<String> defaultText,
        String defaultDescription,
        String doc,
        boolean sensitive,
        KeyStatus status,
        String feeds,
        String since) {

    static final String MASK = "********";

    private static final String ENVIRONMENT_PREFIX = "SHARDLINE_";

    /** The type with unit and range, for people. */
    public String typeDescription() {
        return type.description();
    }

    /** Whether setting it changes anything. */
    public boolean isActive() {
        return status instanceof KeyStatus.Active;
    }

    /** The environment variable that sets it: {@code streamName} is {@code SHARDLINE_STREAM_NAME}. */
    public String environmentVariable() {
        return environmentVariable(name);
    }

    /** What may be shown of a value of this key. */
    public String shown(String text) {
        return sensitive ? MASK : text;
    }

    /**
     * A word begins where a small letter or digit meets a capital, and before the last capital of a
     * run that a small letter follows ({@code dynamoDBEndpoint} is {@code DYNAMO_DB_ENDPOINT}); a dot
     * becomes two underscores.
     */
    static String environmentVariable(String key) {
        String words = key.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
                .replace(".", "__");
        return ENVIRONMENT_PREFIX + words.toUpperCase(Locale.ROOT);
    }

    /** The name says it all: no two rows share one. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Key<?> key && key.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    static boolean isEnvironmentVariable(String name) {
        return name.startsWith(ENVIRONMENT_PREFIX);
    }
}
