package io.shardline.config.key;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One row of the table of keys.
 *
 * @param <T> the type of its value
 * @param name as written in the file
 * @param aliases other names for the same setting, as MultiLangDaemon accepts them
 * @param type reads the text, with unit and range
 * @param defaultText the default in the file's own notation; empty when there is none
 * @param defaultDescription the default in words, when {@code defaultText} is empty
 * @param doc one line that says what the key does
 * @param sensitive its value is masked wherever it is shown
 * @param status whether it has an effect
 * @param feeds the setting of the KCL or the AWS SDK that it sets, or "Shardline" for the daemon's own
 * @param extension whether no version of MultiLangDaemon reads a key of this name
 * @param since the first Shardline version that knows it
 * @param scope what the value applies to in a daemon that runs several applications
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
        boolean extension,
        String since,
        Scope scope) {

    static final String MASK = "********";

    private static final String ENVIRONMENT_PREFIX = "SHARDLINE_";

    /** {@return the type with unit and range, for people} */
    public String typeDescription() {
        return type.description();
    }

    /** {@return whether the key has an effect} */
    public boolean isActive() {
        return status instanceof KeyStatus.Active;
    }

    /** {@return the environment variable that sets the key: SHARDLINE_STREAM_NAME for streamName} */
    public String environmentVariable() {
        return environmentVariable(name);
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

    /** By name: no two keys share one. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Key<?> key && key.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** {@return whether an environment variable with this name is meant for the daemon} */
    public static boolean isEnvironmentVariable(String name) {
        return name.startsWith(ENVIRONMENT_PREFIX);
    }
}
