package io.shardline.config;

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
 * @param lenient an unknown key is a warning instead of an error
 * @param stdin read only for {@code -}
 */
public record ConfigRequest(
        Optional<String> properties,
        List<String> overrides,
        Map<String, String> environment,
        boolean lenient,
        InputStream stdin) {

    /** A file and this process's environment. */
    public static ConfigRequest ofFile(String properties, Map<String, String> environment) {
        return new ConfigRequest(Optional.of(properties), List.of(), environment, false, InputStream.nullInputStream());
    }

    /** Without the environment and the overrides, which may hold secrets. */
    @Override
    public String toString() {
        return "configuration " + properties.orElse("without a file");
    }
}
