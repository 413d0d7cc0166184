package io.shardline.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.status.Status;
import io.shardline.app.DaemonLogging;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The user's own logback configuration: {@code -l FILE}, {@code -Dlogback.configurationFile} or a {@code logback.xml} on the
 * class path. It must work, it sees the daemon's key-values wherever its pattern has no place for them, and fatal errors
 * reach stderr whatever it says. Runs on the main thread, before the first line.
 */
final class UserLogging {
    /** The daemon's life is logged by these; their errors are fatal. */
    private static final List<String> FATAL = List.of("io.shardline.app", "io.shardline.cli");

    private final LoggerContext context;
    private final String source;
    private final CommandSpec spec;

    private UserLogging(LoggerContext context, String source, CommandSpec spec) {
        this.context = context;
        this.source = source;
        this.spec = spec;
    }

    /**
     * Loads the file in place of the present configuration.
     *
     * @throws ParameterException if it cannot be used; the message has logback's own errors
     */
    static void load(Path file, CommandSpec spec) {
        if (!Files.isReadable(file)) {
            throw new ParameterException(spec.commandLine(), "Cannot read the log configuration " + file);
        }
        if (!Files.isRegularFile(file)) {
            throw new ParameterException(spec.commandLine(), "The log configuration " + file + " is not a file");
        }
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.getStatusManager().clear();
        UserLogging logging = new UserLogging(context, file.toString(), spec);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(file.toFile());
        } catch (JoranException e) {
            // Among the errors that adopt() reports.
        }
        logging.adopt();
    }

    /**
     * Adopts what logback has loaded by itself.
     *
     * @return whether it has; if not, the daemon's own logging is in effect
     * @throws ParameterException if it cannot be used; the message has logback's own errors
     */
    static boolean adoptPresent(CommandSpec spec) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Object source = context.getObject(DaemonLogging.USERS_CONFIGURATION);
        if (source == null) {
            return false;
        }
        new UserLogging(context, source.toString(), spec).adopt();
        return true;
    }

    private void adopt() {
        List<Status> errors = context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getEffectiveLevel() >= Status.ERROR)
                .toList();
        if (!errors.isEmpty()) {
            throw invalid(errors.stream()
                    .map(UserLogging::describe)
                    .distinct()
                    .collect(Collectors.joining("\n  ", "\n  ", "")));
        }
        boolean anyAppender = context.getLoggerList().stream()
                .anyMatch(logger -> logger.iteratorForAppenders().hasNext());
        if (!anyAppender) {
            throw invalid("it has no appender, so nothing would be logged");
        }
        DaemonLogging.silenceWireLog(context);
        for (Logger logger : context.getLoggerList()) {
            showKeyValues(logger);
        }
        if (!logsToStderr()) {
            FATAL.forEach(this::echoErrors);
        }
    }

    private static String describe(Status status) {
        String cause = status.getThrowable() == null ? "" : ": " + status.getThrowable();
        return status.getMessage() + cause;
    }

    private ParameterException invalid(String why) {
        return new ParameterException(spec.commandLine(), "The log configuration " + source + " is not valid: " + why);
    }

    private static void showKeyValues(AppenderAttachable<ILoggingEvent> owner) {
        List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
        owner.iteratorForAppenders().forEachRemaining(appenders::add);
        for (Appender<ILoggingEvent> appender : appenders) {
            if (appender instanceof AppenderAttachable<?>) {
                @SuppressWarnings("unchecked") // an appender of events passes events on
                AppenderAttachable<ILoggingEvent> passesOn = (AppenderAttachable<ILoggingEvent>) appender;
                showKeyValues(passesOn);
            } else if (!(appender instanceof KeyValueAppender)) {
                owner.detachAppender(appender);
                owner.addAppender(KeyValueAppender.before(appender));
            }
        }
    }

    private boolean logsToStderr() {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Iterator<Appender<ILoggingEvent>> appenders = root.iteratorForAppenders();
        while (appenders.hasNext()) {
            if (appenders.next() instanceof KeyValueAppender wrapper
                    && wrapper.target() instanceof ConsoleAppender<?> console
                    && console.getTarget().equals("System.err")) {
                return true;
            }
        }
        return false;
    }

    private void echoErrors(String name) {
        Logger logger = context.getLogger(name);
        if (!logger.isErrorEnabled()) {
            logger.setLevel(Level.ERROR);
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("shardline: %msg%n%nopex");
        encoder.start();
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(context);
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder);
        stderr.addFilter(new ErrorsOnly());
        stderr.start();
        logger.addAppender(stderr);
    }
}
