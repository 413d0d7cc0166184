package io.shardline.config;

import io.shardline.config.source.Problem;
import java.util.List;

/**
 * A valid configuration.
 *
 * @param name the name of the file without folder and {@code .properties}, which {@code --set NAME:key=value} uses; empty if
 *     there is no file
 * @param config the settings
 * @param warnings what the user should look at and what does not stop the daemon; logged at WARN
 * @param notes what is accepted and needs no action, such as a key without effect; logged at INFO
 * @param effective the effective values, including defaults, in the order of the table
 * @param extensionKeys the given keys that MultiLangDaemon does not read, in the order of the table
 */
public record LoadedConfig(
        String name,
        DaemonConfig config,
        List<Problem> warnings,
        List<Problem> notes,
        List<EffectiveEntry> effective,
        List<String> extensionKeys) {}
