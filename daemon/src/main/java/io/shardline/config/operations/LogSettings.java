package io.shardline.config.operations;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The daemon's log.
 *
 * @param level of the daemon's own loggers
 * @param levels of single loggers, by name
 */
public record LogSettings(Format format, Level level, Map<String, Level> levels) {

    /** Copies the map. */
    public LogSettings {
        levels = Collections.unmodifiableMap(new LinkedHashMap<>(levels));
    }

    /** What a line of the log looks like. */
    public enum Format {
        TEXT,
        JSON
    }

    /** A level of the log. */
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }
}
