package io.shardline.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Replaces the daemon's logging by the user's. */
final class Logging {
    private Logging() {}

    /** Lets nothing of this logger through. */
    static void silence(String logger) {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(logger).setLevel(Level.OFF);
    }

    static void configure(Path file, CommandSpec spec) {
        if (!Files.isReadable(file)) {
            throw new ParameterException(spec.commandLine(), "Cannot read the log configuration " + file);
        }
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(file.toFile());
        } catch (JoranException e) {
            throw new ParameterException(
                    spec.commandLine(), "The log configuration " + file + " is not valid: " + e.getMessage(), e);
        }
    }
}
