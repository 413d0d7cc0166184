package io.shardline.config;

import io.shardline.config.source.Strictness;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sources of a configuration.
 *
 * @param properties the file, searched on disk and then on the class path; {@code -} is {@code stdin};
 *     empty: there is no file, and everything comes from the environment and the overrides
 * @param overrides {@code key=value} each, which override all other sources; for the same key, the last one counts
 * @param environment the process's environment
 * @param strictness how unknown keys are reported
 * @param stdin read only for {@code -}
 */
public record ConfigRequest(
        Optional<String> properties,
        List<String> overrides,
        Map<String, String> environment,
        Strictness strictness,
        InputStream stdin) {

    /** Without the environment and the overrides, which may hold secrets. */
    @Override
    public String toString() {
        return "configuration " + properties.orElse("without a file");
    }
}
