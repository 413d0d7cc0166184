package io.shardline.config;

import io.shardline.config.key.Key;
import io.shardline.config.key.KeyStatus;
import io.shardline.config.source.Origin;
import io.shardline.config.source.ProblemCollector;
import io.shardline.config.source.RawValue;
import io.shardline.config.source.Sources;
import io.shardline.config.source.Values;
import java.util.List;
import java.util.Map;

/** Loads the configuration: every source, every check, one result. */
public final class ConfigLoader {

    private ConfigLoader() {}

    /**
     * Reads the sources of the request and checks what they say.
     *
     * @throws InvalidConfigurationException with all the problems, if there is one
     */
    public static LoadedConfig load(ConfigRequest request) throws InvalidConfigurationException {
        ProblemCollector problems = new ProblemCollector();
        Map<Key<?>, RawValue> raw = new Sources(Keys.TABLE, request.environment(), request.strictness(), problems)
                .read(request.properties(), request.stdin(), request.overrides());
        if (problems.errors().stream().anyMatch(problem -> problem.origin() instanceof Origin.Whole)) {
            // The file could not be read at all: that keys are missing then says nothing.
            throw new InvalidConfigurationException(problems.errors());
        }
        Origin whole = new Origin.Whole(request.properties().orElse("configuration"));
        Values values = Values.read(raw, request.environment(), problems, whole);
        noteKeysWithoutEffect(values, problems);
        DaemonConfig config = new SettingsReader(values, request.environment(), problems).read();
        if (!problems.errors().isEmpty()) {
            throw new InvalidConfigurationException(problems.errors(), problems.warnings());
        }
        return new LoadedConfig(
                config, problems.warnings(), problems.notes(), EffectiveEntry.of(values), extensionKeys(values));
    }

    private static List<String> extensionKeys(Values values) {
        return Keys.TABLE.all().stream()
                .filter(key -> key.extension() && values.isGivenByName(key))
                .map(Key::name)
                .toList();
    }

    private static void noteKeysWithoutEffect(Values values, ProblemCollector problems) {
        for (Key<?> key : Keys.TABLE.all()) {
            if (values.isGiven(key) && key.status() instanceof KeyStatus.WithoutEffect without) {
                problems.note(values.originOf(key), key.name(), "has no effect: " + without.why());
            }
        }
    }
}
