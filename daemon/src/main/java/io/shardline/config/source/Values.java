package io.shardline.config.source;

import io.shardline.config.table.BadValueException;
import io.shardline.config.table.Key;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The values of all keys, read by their types. A value that cannot be read is reported as a problem and is absent here.
 * The readers of the rooms add the defaults that they compute. Confined to the thread that loads.
 */
public final class Values {

    /** A value, the text it was read from, and where that stood. */
    private record Typed(Object value, String text, Origin origin) {}

    private final Map<String, String> environment;
    private final ProblemCollector problems;
    private final Origin whole;
    private final Map<Key<?>, Typed> given = new HashMap<>();
    private final Map<Key<?>, Origin> empty = new HashMap<>();
    private final Set<Key<?>> unreadable = new HashSet<>();
    private final Map<Key<?>, String> computed = new HashMap<>();
    private final Set<Key<?>> hidden = new HashSet<>();

    private Values(Map<String, String> environment, ProblemCollector problems, Origin whole) {
        this.environment = environment;
        this.problems = problems;
        this.whole = whole;
    }

    /**
     * Reads every value by the type of its key.
     *
     * @param raw the strongest value of each key
     * @param environment for <code>${NAME}</code>
     * @param problems receives what cannot be read, and required keys that are missing
     * @param whole where a missing key is reported
     */
    public static Values read(
            Map<Key<?>, RawValue> raw, Map<String, String> environment, ProblemCollector problems, Origin whole) {
        Values values = new Values(environment, problems, whole);
        raw.values().forEach(values::read);
        return values;
    }

    /** {@return the given value, else the default; empty if there is neither, or if what was given is unreadable} */
    public <T> Optional<T> get(Key<T> key) {
        return given(key).or(() -> key.defaultText().map(text -> parseDefault(key, text)));
    }

    /** {@return the given value, else the default, for keys that have one} */
    public <T> T require(Key<T> key) {
        if (unreadable.contains(key)) {
            // The load fails anyway; with the default the other checks can be made.
            return parseDefault(key, key.defaultText().orElseThrow());
        }
        return get(key).orElseThrow();
    }

    /** {@return the given value, else a default that depends on others, which is then among the effective values} */
    public <T> T getOrCompute(Key<T> key, Supplier<T> compute) {
        return given(key).orElseGet(() -> {
            T value = compute.get();
            setDefault(key, value);
            return value;
        });
    }

    /**
     * The value of a key that must be given.
     *
     * @param standIn for the rest of the checks, if the value is missing or unreadable, which is a problem
     */
    public <T> T mandatory(Key<T> key, T standIn) {
        if (!isGiven(key) && !isUnreadable(key)) {
            problems.error(whole, key.name(), "is missing. " + key.doc());
        }
        return given(key).orElse(standIn);
    }

    /** Records the default of a key that has no constant one, for the effective values. */
    public <T> void setDefault(Key<T> key, T value) {
        computed.put(key, key.type().print(value));
    }

    /** Removes the defaults of keys that have no effect here from the effective values. */
    public void hideDefaults(List<Key<?>> keys) {
        hidden.addAll(keys);
    }

    /** {@return whether a source gave the key a readable value} */
    public boolean isGiven(Key<?> key) {
        return given.containsKey(key);
    }

    /** {@return whether a source gave the key a value that its type refused, which is reported already} */
    public boolean isUnreadable(Key<?> key) {
        return unreadable.contains(key);
    }

    /** {@return where the value stands} */
    public Origin originOf(Key<?> key) {
        Typed typed = given.get(key);
        return typed == null ? empty.getOrDefault(key, new Origin.Default()) : typed.origin();
    }

    /** {@return where a problem is reported that belongs to no line} */
    public Origin whole() {
        return whole;
    }

    /** {@return the text of the value, given, computed or default; empty for keys that have no effect here} */
    public Optional<String> text(Key<?> key) {
        Typed typed = given.get(key);
        if (typed != null) {
            return Optional.of(typed.text());
        }
        return hidden.contains(key)
                ? Optional.empty()
                : Optional.ofNullable(computed.get(key)).or(key::defaultText);
    }

    private <T> Optional<T> given(Key<T> key) {
        return Optional.ofNullable(given.get(key)).map(typed -> cast(typed.value()));
    }

    private void read(RawValue raw) {
        Key<?> key = raw.key();
        try {
            String text = raw.origin() instanceof Origin.Environment
                    ? raw.text()
                    : Substitution.apply(raw.text(), environment);
            String trimmed = text.strip();
            if (trimmed.isEmpty()) {
                empty.put(key, raw.origin());
                if (raw.text().isBlank()) {
                    problems.note(raw.origin(), raw.written(), "has no value, so it counts as not given");
                }
                return;
            }
            given.put(key, new Typed(key.type().parse(trimmed), trimmed, raw.origin()));
        } catch (BadValueException e) {
            unreadable.add(key);
            String message = key.sensitive() ? e.withoutValue() : e.getMessage();
            problems.error(raw.origin(), raw.written(), message);
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
