package io.shardline.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Brings the command line, the environment and the file together, the strongest on top. */
final class Sources {

    /** A key that a message may repeat; a longer or stranger one is a piece of another file. */
    private static final Pattern PRINTABLE_KEY = Pattern.compile("[\\p{Graph} ]{1,80}");

    private final ConfigRequest request;
    private final ProblemCollector findings;

    Sources(ConfigRequest request, ProblemCollector findings) {
        this.request = request;
        this.findings = findings;
    }

    /** The value that holds for each key that any source gives. */
    Map<Key<?>, RawValue> read() {
        Map<Key<?>, RawValue> values = new LinkedHashMap<>(fromFile());
        values.putAll(fromEnvironment());
        values.putAll(fromCommandLine());
        return values;
    }

    private Map<Key<?>, RawValue> fromFile() {
        Map<Key<?>, RawValue> values = new LinkedHashMap<>();
        Optional<ConfigFile> read =
                request.properties().flatMap(properties -> ConfigFile.read(properties, request.stdin(), findings));
        if (read.isEmpty()) {
            return values;
        }
        ConfigFile file = read.get();
        PropertiesReader.Contents contents = PropertiesReader.read(file.text());
        contents.flaws().forEach(flaw -> findings.error(file.line(flaw.line()), "", flaw.message()));
        for (PropertiesReader.Entry entry : contents.entries()) {
            Origin origin = file.line(entry.line());
            Optional<Key<?>> key = Keys.find(entry.key());
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
        new TreeMap<>(request.environment()).forEach((variable, text) -> {
            if (!Key.isEnvironmentVariable(variable)) {
                return;
            }
            Origin origin = new Origin.Environment(variable);
            Optional<Key<?>> key = Keys.findByVariable(variable);
            if (key.isEmpty()) {
                // No error: Kubernetes itself sets SHARDLINE_PORT and the like for a service of our name.
                String hint = Keys.suggestionForVariable(variable)
                        .map(name -> "; did you mean " + name + "?")
                        .orElse("");
                findings.warning(origin, "", "sets no known key" + hint);
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

    private Map<Key<?>, RawValue> fromCommandLine() {
        Map<Key<?>, RawValue> values = new LinkedHashMap<>();
        Origin origin = new Origin.CommandLine();
        for (String override : request.overrides()) {
            int equals = override.indexOf('=');
            if (equals < 1) {
                findings.error(origin, "", "write --set key=value");
                continue;
            }
            String name = override.substring(0, equals).strip();
            Keys.find(name)
                    .ifPresentOrElse(
                            key -> values.put(key, new RawValue(key, name, override.substring(equals + 1), origin)),
                            () -> unknown(origin, name));
        }
        return values;
    }

    /** Never shows the value: it may be a secret under a misspelt key. */
    private void unknown(Origin origin, String written) {
        String key = PRINTABLE_KEY.matcher(written).matches() ? written : "";
        Optional<String> suggestion = findings.isHopeless() ? Optional.empty() : Keys.suggestionFor(written);
        String hint = suggestion
                .map(name -> name.equalsIgnoreCase(written)
                        ? "unknown key: case counts; did you mean " + name + "?"
                        : "unknown key; did you mean " + name + "?")
                .orElseGet(() -> hintFor(key));
        if (request.lenient()) {
            findings.warning(origin, key, hint);
        } else {
            findings.error(origin, key, hint);
        }
    }

    private static String hintFor(String key) {
        if (key.isEmpty()) {
            return "this is no line 'key = value' with a known key";
        }
        List<String> neighbours = Keys.neighboursOf(key);
        return neighbours.isEmpty() ? "unknown key" : "unknown key; there are " + String.join(", ", neighbours);
    }

    private void duplicate(RawValue value, RawValue earlier) {
        String as = earlier.written().equals(value.written()) ? "" : " as " + earlier.written();
        findings.error(value.origin(), value.written(), "is already set at " + earlier.origin() + as + "; keep one");
    }
}
