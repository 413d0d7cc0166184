package io.shardline.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values that hold, read by their types. What cannot be read is a finding and has no value. */
final class Values {

    /** A value, the text it was read from, and where that stood. */
    private record Typed(Object value, String text, Origin origin) {}

    private final Map<Key<?>, Typed> given = new HashMap<>();
    private final Map<Key<?>, Origin> empty = new HashMap<>();
    private final Set<Key<?>> unreadable = new HashSet<>();

    private Values() {}

    static Values read(Map<Key<?>, RawValue> raw, Map<String, String> environment, ProblemCollector findings) {
        Values values = new Values();
        raw.values().forEach(value -> values.read(value, environment, findings));
        return values;
    }

    /** The value given, else the default; empty if there is neither, or if what was given is unreadable. */
    <T> Optional<T> get(Key<T> key) {
        Typed typed = given.get(key);
        if (typed != null) {
            return Optional.of(cast(typed.value()));
        }
        return key.defaultText().map(text -> parseDefault(key, text));
    }

    /** For keys that have a default. */
    <T> T require(Key<T> key) {
        if (unreadable.contains(key)) {
            // The load fails anyway; the default lets the other checks go on.
            return parseDefault(key, key.defaultText().orElseThrow());
        }
        return get(key).orElseThrow();
    }

    /** Whether a source gave it a readable value. */
    boolean isGiven(Key<?> key) {
        return given.containsKey(key);
    }

    /** Whether a source gave it a value that its type refused, which was reported already. */
    boolean isUnreadable(Key<?> key) {
        return unreadable.contains(key);
    }

    Origin originOf(Key<?> key) {
        Typed typed = given.get(key);
        return typed == null ? empty.getOrDefault(key, new Origin.Default()) : typed.origin();
    }

    /**
     * Every given key, and every active one with a default, in the order of the table.
     *
     * @param computed defaults that are no constant, by key
     * @param pointless keys whose defaults mean nothing here
     */
    List<EffectiveEntry> effective(Map<String, String> computed, List<Key<?>> pointless) {
        List<EffectiveEntry> entries = new ArrayList<>();
        for (Key<?> key : Keys.all()) {
            Typed typed = given.get(key);
            if (typed != null) {
                entries.add(new EffectiveEntry(key.name(), key.shown(typed.text()), typed.origin()));
            } else if (key.isActive() && !pointless.contains(key)) {
                Optional.ofNullable(computed.get(key.name()))
                        .or(key::defaultText)
                        .map(text -> new EffectiveEntry(key.name(), text, new Origin.Default()))
                        .ifPresent(entries::add);
            }
        }
        return List.copyOf(entries);
    }

    private void read(RawValue raw, Map<String, String> environment, ProblemCollector findings) {
        Key<?> key = raw.key();
        try {
            String text = raw.origin() instanceof Origin.Environment
                    ? raw.text()
                    : Substitution.apply(raw.text(), environment);
            String trimmed = text.strip();
            if (trimmed.isEmpty()) {
                empty.put(key, raw.origin());
                if (raw.text().isBlank()) {
                    findings.note(raw.origin(), raw.written(), "has no value, so it counts as not given");
                }
                return;
            }
            given.put(key, new Typed(key.type().parse(trimmed), trimmed, raw.origin()));
        } catch (BadValueException e) {
            unreadable.add(key);
            String message = key.sensitive() ? e.withoutValue() : e.getMessage();
            findings.error(raw.origin(), raw.written(), message);
        }
    }

    private static <T> T parseDefault(Key<T> key, String text) {
        try {
            return key.type().parse(text);
        } catch (BadValueException e) {
            throw new IllegalStateException("the table's default of " + key.name() + " is wrong: " + text, e);
        }
    }

    /** A value was put under its key by that key's own type. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> T cast(Object value) {
        return (T) value;
    }
}
