package io.shardline.config.source;

import io.shardline.config.table.Key;
import io.shardline.config.table.KeyTable;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Merges the command line, the environment and the file: the command line overrides the environment, which overrides the file. */
public final class Sources {

    /** A key that a message may repeat; anything else is probably part of another kind of file. */
    private static final Pattern PRINTABLE_KEY = Pattern.compile("[\\p{Graph} ]{1,80}");

    private final KeyTable table;
    private final Map<String, String> environment;
    private final boolean lenient;
    private final ProblemCollector problems;

    /**
     * Makes the reader of one configuration.
     *
     * @param table the keys that exist
     * @param environment the process's environment
     * @param lenient an unknown key is a warning instead of an error
     * @param problems receives what is wrong in the sources
     */
    public Sources(KeyTable table, Map<String, String> environment, boolean lenient, ProblemCollector problems) {
        this.table = table;
        this.environment = environment;
        this.lenient = lenient;
        this.problems = problems;
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

    private Map<Key<?>, RawValue> from(ConfigFile file) {
        Map<Key<?>, RawValue> values = new LinkedHashMap<>();
        PropertiesReader.Contents contents = PropertiesReader.read(file.text());
        contents.flaws().forEach(flaw -> problems.error(file.line(flaw.line()), "", flaw.message()));
        for (PropertiesReader.Entry entry : contents.entries()) {
            Origin origin = file.line(entry.line());
            Optional<Key<?>> key = table.find(entry.key());
            if (key.isEmpty()) {
                unknown(origin, entry.key());
                continue;
            }
            RawValue value = new RawValue(key.get(), entry.key(), entry.value(), origin);
            RawValue earlier = values.putIfAbsent(key.get(), value);
            if (earlier != null) {
                duplicate(value, earlier);
            }
        }
        return values;
    }

    private Map<Key<?>, RawValue> fromEnvironment() {
        Map<Key<?>, RawValue> values = new LinkedHashMap<>();
        new TreeMap<>(environment).forEach((variable, text) -> {
            if (!Key.isEnvironmentVariable(variable)) {
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
            RawValue value = new RawValue(key.get(), key.get().name(), text, origin);
            RawValue earlier = values.putIfAbsent(key.get(), value);
            if (earlier != null) {
                duplicate(value, earlier);
            }
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
            table.find(name)
                    .ifPresentOrElse(
                            key -> values.put(key, new RawValue(key, name, override.substring(equals + 1), origin)),
                            () -> unknown(origin, name));
        }
        return values;
    }

    /** Never shows the value, which may be a secret under a misspelt key. */
    private void unknown(Origin origin, String written) {
        String key = PRINTABLE_KEY.matcher(written).matches() ? written : "";
        Optional<String> suggestion = problems.isHopeless() ? Optional.empty() : table.suggestionFor(written);
        String hint = suggestion
                .map(name -> name.equalsIgnoreCase(written)
                        ? "unknown key: keys are case-sensitive; did you mean " + name + "?"
                        : "unknown key; did you mean " + name + "?")
                .orElseGet(() -> hintFor(key));
        if (lenient) {
            problems.warning(origin, key, hint);
        } else {
            problems.error(origin, key, hint);
        }
    }

    private String hintFor(String key) {
        if (key.isEmpty()) {
            return "this is not a line 'key = value' with a known key";
        }
        List<String> neighbours = table.namesWithPrefixOf(key);
        return neighbours.isEmpty()
                ? "unknown key"
                : "unknown key; known keys with this prefix are " + String.join(", ", neighbours);
    }

    private void duplicate(RawValue value, RawValue earlier) {
        String as = earlier.written().equals(value.written()) ? "" : " as " + earlier.written();
        problems.error(
                value.origin(), value.written(), "is already set at " + earlier.origin() + as + "; remove one of them");
    }
}
