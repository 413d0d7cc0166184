package io.shardline.config;

/**
 * One line of the effective configuration.
 *
 * @param key the key's name in the table, never an alias
 * @param value as it may be shown: masked if the key is sensitive
 * @param origin where it came from
 */
public record EffectiveEntry(String key, String value, Origin origin) {

    @Override
    public String toString() {
        return key + " = " + value + "  (" + origin + ")";
    }
}
