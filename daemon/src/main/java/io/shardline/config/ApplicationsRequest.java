package io.shardline.config;

import io.shardline.config.source.Strictness;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * The sources of the configuration of a whole daemon.
 *
 * @param properties a file for each application as in {@link ConfigRequest}, or folders with such files; empty: there is one
 *     application, and everything comes from the environment and the overrides
 * @param overrides {@code key=value} for all applications, or {@code name:key=value} for the one whose file has this name
 * @param environment the process's environment
 * @param strictness how unknown keys are reported
 * @param stdin read only for {@code -}
 */
public record ApplicationsRequest(
        List<String> properties,
        List<String> overrides,
        Map<String, String> environment,
        Strictness strictness,
        InputStream stdin) {

    /** Without the environment and the overrides, which may hold secrets. */
    @Override
    public String toString() {
        return "configuration " + properties;
    }
}
