package io.shardline.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import io.shardline.app.DaemonLogging;
import io.shardline.app.JsonLines;
import io.shardline.config.operations.LogSettings;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Applies the user's settings to the daemon's logging. */
final class Logging {
    /** The loggers of the daemon and its processors. */
    private static final List<String> OWN_LOGGERS = List.of("io.shardline", "processor");

    private Logging() {}

    /** Turns this logger off. */
    static void silence(String logger) {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(logger).setLevel(Level.OFF);
    }

    /**
     * Applies the configuration to the default logging. Call it before the first line.
     *
     * @param streams the streams of the applications
     */
    static void apply(LogSettings settings, List<String> streams) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Level level = Level.valueOf(settings.level().name());
        for (Logger logger : context.getLoggerList()) {
            // Keeps the levels of libraries that DaemonLogging sets, unless the configured level is higher.
            if (logger.getLevel() != null && level.isGreaterOrEqual(logger.getLevel())) {
                logger.setLevel(level);
            }
        }
        OWN_LOGGERS.forEach(name -> context.getLogger(name).setLevel(level));
        settings.levels()
                .forEach((name, configured) -> context.getLogger(name).setLevel(Level.valueOf(configured.name())));
        DaemonLogging.silenceWireLog(context);
        if (settings.format() == LogSettings.Format.JSON) {
            JsonLines encoder = new JsonLines(streams.size() == 1 ? Optional.of(streams.get(0)) : Optional.empty());
            encoder.setContext(context);
            encoder.start();
            context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
                    .iteratorForAppenders()
                    .forEachRemaining(appender -> {
                        if (appender instanceof OutputStreamAppender<ILoggingEvent> output) {
                            output.setEncoder(encoder);
                        }
                    });
        }
    }
}
