package io.shardline.config;

import java.util.Map;

/**
 * The daemon's log.
 *
 * @param level of everything of ours
 * @param levels of single loggers, by their names
 */
public record LogSettings(LogFormat format, LogLevel level, Map<String, LogLevel> levels) {}
