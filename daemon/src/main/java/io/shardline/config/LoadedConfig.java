package io.shardline.config;

import java.util.List;

/**
 * A configuration that can be used.
 *
 * @param config the settings
 * @param warnings what deserves a look and did not stop us; for the log at WARN
 * @param notes what is accepted and needs no action, such as a key without effect; for the log at INFO
 * @param effective every setting that holds, defaults included, in the order of the table
 */
public record LoadedConfig(
        DaemonConfig config, List<Problem> warnings, List<Problem> notes, List<EffectiveEntry> effective) {}
