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

/**
 * The configuration of one application while it is loaded: first the sources, which the constructor reads, then the values
 * and settings. Confined to the thread that loads.
 */
final class ApplicationLoad {
    private final String name;
    private final ConfigRequest request;
    private final ProblemCollector problems = new ProblemCollector();
    private final Map<Key<?>, RawValue> raw;
    private final Values values;
    private DaemonConfig config;

    /**
     * Reads the sources.
     *
     * @param name the name of the application's file, see {@link LoadedConfig}
     */
    ApplicationLoad(String name, ConfigRequest request) {
        this.name = name;
        this.request = request;
        this.raw = new Sources(Keys.TABLE, request.environment(), request.strictness(), problems)
                .read(request.properties(), request.stdin(), request.overrides());
        Origin whole = new Origin.Whole(request.properties().orElse("configuration"));
        this.values = Values.empty(request.environment(), problems, whole);
    }

    /** {@return what was found until now} */
    ProblemCollector problems() {
        return problems;
    }

    /** {@return the strongest value of each key that a source gives; may be changed before {@link #read}} */
    Map<Key<?>, RawValue> raw() {
        return raw;
    }

    /** {@return the values, after {@link #read}} */
    Values values() {
        return values;
    }

    /** {@return the settings, after {@link #read}; with stand-ins for what is a problem} */
    DaemonConfig config() {
        return config;
    }

    /** {@return whether the file could not be read at all: that keys are missing then says nothing} */
    boolean isUnreadable() {
        return problems.errors().stream().anyMatch(problem -> problem.origin() instanceof Origin.Whole);
    }

    /**
     * Reads the values and makes the settings, unless the file is unreadable. Reports all problems.
     *
     * @param several whether the daemon runs other applications too
     */
    void read(boolean several) {
        if (isUnreadable()) {
            return;
        }
        values.read(raw);
        noteKeysWithoutEffect();
        config = new SettingsReader(values, request.environment(), problems, several).read();
    }

    /** {@return the result, after {@link #read}, if there is no problem} */
    LoadedConfig result() {
        return new LoadedConfig(
                name, config, problems.warnings(), problems.notes(), EffectiveEntry.of(values), extensionKeys());
    }

    private List<String> extensionKeys() {
        return Keys.TABLE.all().stream()
                .filter(key -> key.extension() && values.isGivenByName(key))
                .map(Key::name)
                .toList();
    }

    private void noteKeysWithoutEffect() {
        for (Key<?> key : Keys.TABLE.all()) {
            if (values.isGiven(key) && key.status() instanceof KeyStatus.WithoutEffect without) {
                problems.note(values.originOf(key), key.name(), "has no effect: " + without.why());
            }
        }
    }
}
