package io.shardline.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one table of keys. Each key is declared once, in the class of its area; the parser, the help,
 * the reference file and the documentation read them here.
 */
public final class Keys {

    private static final List<KeyGroup> GROUPS = List.of(
            ProcessorKeys.GROUP,
            BatchKeys.GROUP,
            StreamKeys.GROUP,
            AwsKeys.GROUP,
            RetrievalKeys.GROUP,
            LeaseKeys.GROUP,
            BalancingKeys.GROUP,
            CoordinatorKeys.GROUP,
            DestinationKeys.GROUP,
            MetricsKeys.GROUP,
            OperationsKeys.GROUP,
            ServiceKeys.KINESIS.group,
            ServiceKeys.DYNAMO_DB.group,
            ServiceKeys.CLOUD_WATCH.group,
            ServiceKeys.ON_FAILURE.group,
            IgnoredKeys.GROUP);

    private static final List<Key<?>> ALL =
            GROUPS.stream().<Key<?>>flatMap(group -> group.keys().stream()).toList();

    private static final Map<String, Key<?>> BY_NAME = byName();

    /**
     * KinesisClientLibConfigurator, KCL multilang 3.x, corrects the case of these alone: files for older
     * versions write AWSCredentialsProvider.
     */
    private static final Map<String, Key<?>> BY_ANY_CASE = Stream.of(
                    AwsKeys.PROVIDERS, ServiceKeys.DYNAMO_DB.providers, ServiceKeys.CLOUD_WATCH.providers)
            .collect(Collectors.toUnmodifiableMap(key -> key.name().toLowerCase(Locale.ROOT), key -> key));

    private static final Map<String, Key<?>> BY_VARIABLE = byVariable();

    private static final Suggestions SUGGESTIONS = new Suggestions(BY_NAME.keySet());

    private Keys() {}

    /** Every key, in the order of the reference file. */
    public static List<Key<?>> all() {
        return ALL;
    }

    /** The same, by area. */
    public static List<KeyGroup> groups() {
        return GROUPS;
    }

    /** The key of that name or alias; case counts, save where it never did. */
    public static Optional<Key<?>> find(String name) {
        return Optional.ofNullable(BY_NAME.getOrDefault(name, BY_ANY_CASE.get(name.toLowerCase(Locale.ROOT))));
    }

    /** The names that begin as this one does up to its first dot; empty if it has no dot or none does. */
    static List<String> neighboursOf(String unknown) {
        String prefix = unknown.substring(0, unknown.indexOf('.') + 1);
        return prefix.isEmpty()
                ? List.of()
                : BY_NAME.keySet().stream()
                        .filter(name -> name.startsWith(prefix))
                        .toList();
    }

    /** What the writer of an unknown key probably meant. */
    public static Optional<String> suggestionFor(String unknown) {
        return SUGGESTIONS.closestTo(unknown);
    }

    static Optional<Key<?>> findByVariable(String variable) {
        return Optional.ofNullable(BY_VARIABLE.get(variable));
    }

    static Optional<String> suggestionForVariable(String unknown) {
        return new Suggestions(BY_VARIABLE.keySet()).closestTo(unknown.toUpperCase(Locale.ROOT));
    }

    private static Map<String, Key<?>> byName() {
        Map<String, Key<?>> keys = new LinkedHashMap<>();
        for (Key<?> key : ALL) {
            for (String name : namesOf(key)) {
                if (keys.put(name, key) != null) {
                    throw new IllegalStateException("the key " + name + " is declared twice");
                }
            }
        }
        return keys;
    }

    private static Map<String, Key<?>> byVariable() {
        Map<String, Key<?>> keys = new LinkedHashMap<>();
        for (Key<?> key : ALL) {
            for (String name : namesOf(key)) {
                Key<?> other = keys.put(Key.environmentVariable(name), key);
                if (other != null && !other.equals(key)) {
                    throw new IllegalStateException(name + " and " + other.name() + " share an environment variable");
                }
            }
        }
        return keys;
    }

    private static Set<String> namesOf(Key<?> key) {
        List<String> names = new ArrayList<>(key.aliases());
        names.add(0, key.name());
        return new LinkedHashSet<>(names);
    }
}
