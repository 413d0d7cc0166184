package io.shardline.config.source;

import io.shardline.config.key.BadValueException;
import io.shardline.config.key.Key;
import io.shardline.config.key.KeyTable;
import io.shardline.config.key.ValueTypes;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Merges the command line, the environment and the file: the command line overrides the environment, which overrides the
 * file.
 */
public final class Sources {

    /** Sets {@link Strictness#LENIENT}, for launchers that cannot pass an option. */
    public static final String LENIENT_VARIABLE = "SHARDLINE_LENIENT";

    /** A key that a message may repeat; anything else is probably part of another kind of file. */
    private static final Pattern PRINTABLE_KEY = Pattern.compile("[\\p{Graph} ]{1,80}");

    private final KeyTable table;
    private final Map<String, String> environment;
    private final ProblemCollector problems;
    private final Strictness strictness;

    /**
     * Makes the reader of one configuration.
     *
     * @param table the keys that exist
     * @param environment the process's environment
     * @param strictness how unknown keys are reported, unless the environment asks for lenience
     * @param problems receives what is wrong in the sources
     */
    public Sources(KeyTable table, Map<String, String> environment, Strictness strictness, ProblemCollector problems) {
        this.table = table;
        this.environment = environment;
        this.problems = problems;
        this.strictness = isLenientByEnvironment() ? Strictness.LENIENT : strictness;
    }

    /**
     * Reads all sources.
     *
     * @param properties the file; empty: there is none
     * @param stdin read if the file is {@code -}
     * @param overrides {@code key=value} each, from the command line
     * @return the strongest value of each key that any source gives
     */
    public Map<Key<?>, RawValue> read(Optional<String> properties, InputStream stdin, List<String> overrides) {
        Map<Key<?>, RawValue> values = new LinkedHashMap<>();
        properties.flatMap(name -> ConfigFile.read(name, stdin, problems)).ifPresent(file -> values.putAll(from(file)));
        values.putAll(fromEnvironment());
        values.putAll(fromCommandLine(overrides));
        return values;
    }

    private boolean isLenientByEnvironment() {
        String text = environment.getOrDefault(LENIENT_VARIABLE, "").strip();
        if (text.isEmpty()) {
            return false;
        }
        try {
            return ValueTypes.bool().parse(text);
        } catch (BadValueException e) {
            problems.error(new Origin.Environment(LENIENT_VARIABLE), "", e.getMessage());
            return false;
        }
    }

    private Map<Key<?>, RawValue> from(ConfigFile file) {
        Map<Key<?>, RawValue> values = new LinkedHashMap<>();
        PropertiesReader.Contents contents = PropertiesReader.read(file.text());
        contents.flaws().forEach(flaw -> problems.error(file.line(flaw.line()), "", flaw.message()));
        for (PropertiesReader.Entry entry : contents.entries()) {
            Origin origin = file.line(entry.line());
            Optional<Key<?>> key = find(origin, entry.key());
            if (key.isEmpty()) {
                continue;
            }
            if (entry.hasSingleBackslash()) {
                problems.warning(
                        origin,
                        entry.key(),
                        "contains a single backslash, which is removed or makes a control character: write \\\\ for each"
                                + " backslash");
            }
            add(values, new RawValue(key.get(), entry.key(), entry.value(), origin, entry.broken()));
        }
        return values;
    }

    private Map<Key<?>, RawValue> fromEnvironment() {
        Map<Key<?>, RawValue> values = new LinkedHashMap<>();
        new TreeMap<>(environment).forEach((variable, text) -> {
            if (!Key.isEnvironmentVariable(variable) || variable.equals(LENIENT_VARIABLE)) {
                return;
            }
            Origin origin = new Origin.Environment(variable);
            Optional<Key<?>> key = table.findByVariable(variable);
            if (key.isEmpty()) {
                // Not an error: Kubernetes itself sets variables such as SHARDLINE_PORT for a service called shardline.
                String hint = table.suggestionForVariable(variable)
                        .map(name -> "; did you mean " + name + "?")
                        .orElse("");
                problems.warning(origin, "", "does not set a known key" + hint);
                return;
            }
            add(values, new RawValue(key.get(), key.get().name(), text, origin, false));
        });
        return values;
    }

    private Map<Key<?>, RawValue> fromCommandLine(List<String> overrides) {
        Map<Key<?>, RawValue> values = new LinkedHashMap<>();
        Origin origin = new Origin.CommandLine();
        for (String override : overrides) {
            int equals = override.indexOf('=');
            if (equals < 1) {
                problems.error(origin, "", "write --set key=value");
                continue;
            }
            String name = override.substring(0, equals).strip();
            find(origin, name)
                    .ifPresent(key ->
                            values.put(key, new RawValue(key, name, override.substring(equals + 1), origin, false)));
        }
        return values;
    }

    /**
     * The key of that name. MultiLangDaemon of KCL 1.x ignored the case of the first letter
     * (KinesisClientLibConfigurator, KCL 1.14.10).
     */
    private Optional<Key<?>> find(Origin origin, String written) {
        Optional<Key<?>> exact = table.find(written);
        if (exact.isPresent()) {
            return exact;
        }
        Optional<String> otherCase = table.nameInOtherCase(written);
        boolean firstLetterOnly = otherCase
                .filter(name -> name.substring(1).equals(written.substring(1)))
                .isPresent();
        if (firstLetterOnly) {
            problems.note(origin, written, "is read as " + otherCase.get() + ", as with KCL 1.x");
            return table.find(otherCase.get());
        }
        if (otherCase.isPresent() && strictness == Strictness.LENIENT) {
            problems.warning(origin, written, "is read as " + otherCase.get() + ": keys are case-sensitive");
            return table.find(otherCase.get());
        }
        unknown(origin, written);
        return Optional.empty();
    }

    /** Never shows the value, which may be a secret under a misspelt key. */
    private void unknown(Origin origin, String written) {
        String key = PRINTABLE_KEY.matcher(written).matches() ? written : "";
        Optional<String> suggestion = problems.isHopeless() ? Optional.empty() : table.suggestionFor(written);
        String message = suggestion
                .map(name -> name.equalsIgnoreCase(written)
                        ? "unknown key: keys are case-sensitive; did you mean " + name + "?"
                        : "unknown key; did you mean " + name + "?")
                .orElseGet(() -> messageFor(key));
        boolean tolerated = strictness == Strictness.LENIENT
                || (strictness == Strictness.DROP_IN && suggestion.isEmpty() && !key.isEmpty());
        if (tolerated) {
            problems.warning(origin, key, message + "; it is ignored");
        } else {
            problems.error(origin, key, message);
        }
    }

    private String messageFor(String key) {
        if (key.isEmpty()) {
            return "this is not a line 'key = value' with a known key";
        }
        List<String> neighbours = table.namesWithPrefixOf(key);
        return neighbours.isEmpty()
                ? "unknown key"
                : "unknown key; known keys with this prefix are " + String.join(", ", neighbours);
    }

    /** Of two values for one key in one source, the last counts, as with MultiLangDaemon, if that is tolerated. */
    private void add(Map<Key<?>, RawValue> values, RawValue value) {
        RawValue earlier = values.putIfAbsent(value.key(), value);
        if (earlier == null) {
            return;
        }
        String as = earlier.written().equals(value.written()) ? "" : " as " + earlier.written();
        String where = "is already set at " + earlier.origin() + as;
        if (earlier.text().strip().equals(value.text().strip())) {
            problems.note(value.origin(), value.written(), where + " to the same value");
        } else if (strictness == Strictness.LENIENT) {
            problems.warning(value.origin(), value.written(), where + "; this value is used");
            values.put(value.key(), value);
        } else {
            problems.error(value.origin(), value.written(), where + " to another value; remove one of them");
        }
    }
}
