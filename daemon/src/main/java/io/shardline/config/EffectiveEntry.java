package io.shardline.config;

import io.shardline.config.key.ValueTypes;
import io.shardline.config.source.Origin;
import io.shardline.config.source.Values;
import java.util.List;

/**
 * One line of the effective configuration.
 *
 * @param key the key's name in the table, never an alias
 * @param value as it may be shown: masked if the key is sensitive
 * @param origin where it came from
 */
public record EffectiveEntry(String key, String value, Origin origin) {

    /** {@return every given key, and every active one with a default, in the order of the table} */
    static List<EffectiveEntry> of(Values values) {
        return Keys.TABLE.all().stream()
                .filter(key -> values.isGiven(key) || key.isActive())
                .flatMap(key ->
                        values
                                .text(key)
                                .map(text -> new EffectiveEntry(key.name(), text, values.originOfText(key)))
                                .stream())
                .toList();
    }

    @Override
    public String toString() {
        return key + " = " + ValueTypes.escaped(value) + "  (" + origin + ")";
    }
}
