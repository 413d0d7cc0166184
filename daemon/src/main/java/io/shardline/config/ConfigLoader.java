package io.shardline.config;

import java.util.List;
import java.util.Map;

/** Loads the configuration: every source, every check, one answer. */
public final class ConfigLoader {

    private ConfigLoader() {}

    /**
     * Reads the sources of the request and checks what they say.
     *
     * @throws InvalidConfigurationException with all the problems, if there is one
     */
    public static LoadedConfig load(ConfigRequest request) throws InvalidConfigurationException {
        ProblemCollector findings = new ProblemCollector();
        Map<Key<?>, RawValue> raw = new Sources(request, findings).read();
        if (findings.errors().stream().anyMatch(problem -> problem.origin() instanceof Origin.Whole)) {
            // The file could not be read at all: that keys are missing then says nothing.
            throw new InvalidConfigurationException(findings.errors());
        }
        Values values = Values.read(raw, request.environment(), findings);
        noteKeysWithoutEffect(values, findings);
        DaemonConfig config = new SettingsReader(request, values, findings).assemble();
        if (!findings.errors().isEmpty()) {
            throw new InvalidConfigurationException(findings.errors());
        }
        List<Key<?>> pointless =
                config.retrieval() instanceof RetrievalSettings.Polling ? RetrievalKeys.FAN_OUT : RetrievalKeys.POLLING;
        return new LoadedConfig(
                config,
                findings.warnings(),
                findings.notes(),
                values.effective(SettingsReader.computed(config), pointless));
    }

    private static void noteKeysWithoutEffect(Values values, ProblemCollector findings) {
        for (Key<?> key : Keys.all()) {
            if (values.isGiven(key) && key.status() instanceof KeyStatus.WithoutEffect without) {
                findings.note(values.originOf(key), key.name(), "has no effect: " + without.why());
            }
        }
    }
}
