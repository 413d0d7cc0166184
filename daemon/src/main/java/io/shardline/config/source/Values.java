package io.shardline.config.source;

import io.shardline.config.key.BadValueException;
import io.shardline.config.key.Key;
import io.shardline.config.key.ValueHints;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The values of all keys, read by their types. A value that cannot be read is reported as a problem and is absent here.
 * The readers of the rooms add the defaults that they compute. Confined to the thread that loads.
 */
public final class Values {

    /** A value, the text it was read from, and where that stood. */
    private record Typed(Object value, String text, String written, Origin origin) {}

    /** A default that depends on other values, and where it comes from. */
    private record Computed(String text, Origin origin) {}

    private static final Pattern ZERO = Pattern.compile("[+-]?0+([.]0*)?");

    private final Map<String, String> environment;
    private final ProblemCollector problems;
    private final Origin whole;
    private final Map<Key<?>, Typed> given = new HashMap<>();
    private final Map<Key<?>, Origin> empty = new HashMap<>();
    private final Set<Key<?>> unreadable = new HashSet<>();
    private final Map<Key<?>, Computed> computed = new HashMap<>();
    private final Set<Key<?>> hidden = new HashSet<>();

    private Values(Map<String, String> environment, ProblemCollector problems, Origin whole) {
        this.environment = environment;
        this.problems = problems;
        this.whole = whole;
    }

    /**
     * Makes an object without values.
     *
     * @param environment for <code>${NAME}</code>
     * @param problems receives what cannot be read, and required keys that are missing
     * @param whole where a missing key is reported
     */
    public static Values empty(Map<String, String> environment, ProblemCollector problems, Origin whole) {
        return new Values(environment, problems, whole);
    }

    /**
     * Reads every value by the type of its key.
     *
     * @param raw the strongest value of each key
     */
    public void read(Map<Key<?>, RawValue> raw) {
        raw.values().forEach(this::read);
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
        setDefault(key, value, new Origin.Default());
    }

    /** Records the default of a key that comes from outside, such as from a variable of the AWS SDK. */
    public <T> void setDefault(Key<T> key, T value, Origin origin) {
        computed.put(key, new Computed(key.type().print(value), origin));
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

    /** {@return whether the key was given under its own name, and not under an alias} */
    public boolean isGivenByName(Key<?> key) {
        return isGiven(key) && given.get(key).written().equals(key.name());
    }

    /** {@return where the value stands} */
    public Origin originOf(Key<?> key) {
        Typed typed = given.get(key);
        return typed == null ? empty.getOrDefault(key, new Origin.Default()) : typed.origin();
    }

    /** {@return where the value of {@link #text} comes from} */
    public Origin originOfText(Key<?> key) {
        if (isGiven(key)) {
            return originOf(key);
        }
        return Optional.ofNullable(computed.get(key)).map(Computed::origin).orElseGet(Origin.Default::new);
    }

    /** {@return where a problem is reported that belongs to no line} */
    public Origin whole() {
        return whole;
    }

    /** {@return the value as it may be shown, given, computed or default; empty for keys that have no effect here} */
    public Optional<String> text(Key<?> key) {
        Typed typed = given.get(key);
        if (typed != null) {
            return Optional.of(key.sensitive() ? redacted(key, typed) : typed.text());
        }
        return hidden.contains(key)
                ? Optional.empty()
                : Optional.ofNullable(computed.get(key)).map(Computed::text).or(key::defaultText);
    }

    private <T> Optional<T> given(Key<T> key) {
        return Optional.ofNullable(given.get(key)).map(typed -> cast(typed.value()));
    }

    private static <T> String redacted(Key<T> key, Typed typed) {
        return key.type().redactor().apply(cast(typed.value()));
    }

    private void read(RawValue raw) {
        if (raw.broken()) {
            unreadable.add(raw.key());
            return;
        }
        try {
            String text = raw.origin() instanceof Origin.Environment
                    ? raw.text()
                    : Substitution.apply(raw.text(), environment);
            if (text.isBlank()) {
                empty.put(raw.key(), raw.origin());
                if (raw.text().isBlank()) {
                    problems.note(raw.origin(), raw.written(), "has no value, so it counts as not set");
                }
                return;
            }
            read(raw, text.strip());
        } catch (BadValueException e) {
            refuse(raw, e, "");
        }
    }

    private void read(RawValue raw, String text) {
        Key<?> key = raw.key();
        try {
            given.put(key, new Typed(key.type().parse(text), text, raw.written(), raw.origin()));
            String hint = ValueHints.ofVariable(text);
            if (!hint.isEmpty()) {
                problems.warning(raw.origin(), raw.written(), "is used literally, without substitution" + hint);
            }
        } catch (BadValueException e) {
            if (e.isOutOfRange() && !key.extension() && ZERO.matcher(text).matches()) {
                // A primitive field of MultiLangDaemonConfiguration that is 0 counts as unset, KCL multilang 3.5.1.
                empty.put(key, raw.origin());
                problems.note(raw.origin(), raw.written(), "is 0, which counts as not set, as with MultiLangDaemon");
                return;
            }
            refuse(raw, e, ValueHints.of(key.type(), text));
        }
    }

    private void refuse(RawValue raw, BadValueException fault, String hint) {
        unreadable.add(raw.key());
        String message = raw.key().sensitive() ? fault.withoutValue() : fault.getMessage();
        problems.error(raw.origin(), raw.written(), message + hint);
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
