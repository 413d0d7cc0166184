package io.shardline.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import io.shardline.app.JsonLines;
import io.shardline.config.operations.LogSettings;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Adjusts the daemon's own logging. */
final class Logging {
    /** The loggers of the daemon and its processors. */
    private static final List<String> OURS = List.of("io.shardline", "processor");

    private Logging() {}

    /** Turns this logger off. */
    static void silence(String logger) {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(logger).setLevel(Level.OFF);
    }

    /** Applies the log settings of the configuration. Runs before the first line. */
    static void apply(LogSettings settings, String stream) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Level level = Level.valueOf(settings.level().name());
        for (Logger logger : context.getLoggerList()) {
            // The libraries' levels of DaemonLogging stay, unless the daemon is to be quieter still.
            if (logger.getLevel() != null && level.isGreaterOrEqual(logger.getLevel())) {
                logger.setLevel(level);
            }
        }
        OURS.forEach(name -> context.getLogger(name).setLevel(level));
        settings.levels().forEach((name, its) -> context.getLogger(name).setLevel(Level.valueOf(its.name())));
        if (settings.format() == LogSettings.Format.JSON) {
            JsonLines encoder = new JsonLines(stream);
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
