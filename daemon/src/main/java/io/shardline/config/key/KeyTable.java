package io.shardline.config.key;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All keys of all areas, found by name, alias or environment variable. Immutable. */
public final class KeyTable {

    private final List<KeyGroup> groups;
    private final List<Key<?>> all;
    private final Map<String, Key<?>> byName;
    private final Map<String, Key<?>> byAnyCase;
    private final Map<String, Key<?>> byVariable;
    private final Map<String, String> byLowerCase;
    private final Suggestions suggestions;

    /**
     * Makes the table.
     *
     * @param groups the keys, in the order of the reference file
     * @param anyCase the keys whose names are found in any case
     * @throws IllegalStateException if two keys share a name or an environment variable
     */
    public KeyTable(List<KeyGroup> groups, List<Key<?>> anyCase) {
        this.groups = List.copyOf(groups);
        this.all = this.groups.stream()
                .<Key<?>>flatMap(group -> group.keys().stream())
                .toList();
        this.byName = index(Function.identity());
        this.byVariable = index(Key::environmentVariable);
        this.byAnyCase = anyCase.stream()
                .collect(Collectors.toUnmodifiableMap(key -> key.name().toLowerCase(Locale.ROOT), key -> key));
        this.byLowerCase = byName.keySet().stream()
                .collect(Collectors.toMap(name -> name.toLowerCase(Locale.ROOT), name -> name, (one, other) -> one));
        this.suggestions = new Suggestions(byName.keySet());
    }

    /** {@return every key, in the order of the reference file} */
    public List<Key<?>> all() {
        return all;
    }

    /** {@return the same keys by area} */
    public List<KeyGroup> groups() {
        return groups;
    }

    /** {@return the key of that name or alias} */
    public Optional<Key<?>> find(String name) {
        return Optional.ofNullable(byName.getOrDefault(name, byAnyCase.get(name.toLowerCase(Locale.ROOT))));
    }

    /** {@return the known name that differs from this one in case alone} */
    public Optional<String> nameInOtherCase(String unknown) {
        return Optional.ofNullable(byLowerCase.get(unknown.toLowerCase(Locale.ROOT)));
    }

    /** {@return the key that this environment variable sets} */
    public Optional<Key<?>> findByVariable(String variable) {
        return Optional.ofNullable(byVariable.get(variable));
    }

    /** {@return the names with the same text up to the first dot; empty if the name has no dot} */
    public List<String> namesWithPrefixOf(String unknown) {
        String prefix = unknown.substring(0, unknown.indexOf('.') + 1);
        return prefix.isEmpty()
                ? List.of()
                : byName.keySet().stream()
                        .filter(name -> name.startsWith(prefix))
                        .toList();
    }

    /** {@return the name, or names, that the writer of an unknown key probably meant} */
    public Optional<String> suggestionFor(String unknown) {
        return suggestions
                .closestTo(unknown)
                .or(() -> Optional.of(namesEndingWith(unknown))
                        .filter(names -> !names.isEmpty())
                        .map(names -> String.join(" or ", names)));
    }

    /** The names that have this one after their last dot: fanoutConfig.consumerName for consumerName. */
    private List<String> namesEndingWith(String unknown) {
        String leaf = "." + unknown.toLowerCase(Locale.ROOT);
        return all.stream()
                .map(Key::name)
                .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(leaf))
                .toList();
    }

    /** {@return the environment variable that was probably meant} */
    public Optional<String> suggestionForVariable(String unknown) {
        return new Suggestions(byVariable.keySet()).closestTo(unknown.toUpperCase(Locale.ROOT));
    }

    private Map<String, Key<?>> index(Function<String, String> nameToIndex) {
        Map<String, Key<?>> keys = new LinkedHashMap<>();
        for (Key<?> key : all) {
            Set<String> names =
                    new LinkedHashSet<>(namesOf(key).stream().map(nameToIndex).toList());
            for (String name : names) {
                if (keys.put(name, key) != null) {
                    throw new IllegalStateException("two keys are called " + name);
                }
            }
        }
        return keys;
    }

    private static List<String> namesOf(Key<?> key) {
        List<String> names = new ArrayList<>(key.aliases());
        names.add(0, key.name());
        return names;
    }
}
