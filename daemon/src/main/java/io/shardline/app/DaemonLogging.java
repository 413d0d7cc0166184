package io.shardline.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.OptionHelper;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The daemon's default logging; {@code -l FILE} replaces it. Everything goes to stderr. It is code and not XML, because
 * reading XML would add a quarter of a second to the start. Logback finds and calls it before the first line.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class DaemonLogging extends ContextAwareBase implements Configurator {
    /** Under this name the logger context has the source of the user's own configuration, if that is in effect. */
    public static final String USERS_CONFIGURATION = "shardline.users-configuration";

    /** The AWS SDK's clients print each request with it at DEBUG, with its session token. */
    private static final String WIRE_LOG = "io.netty.handler.logging.LoggingHandler";

    private static final String FILE_PROPERTY = "logback.configurationFile";
    private static final List<String> CLASS_PATH_FILES = List.of("logback-test.xml", "logback.xml");

    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} - %msg %kvp{NONE}%cause%n%nopex";

    private static final Map<String, Level> LIBRARIES = Map.of(
            // They log several INFO lines per shard and minute even when all is well.
            "software.amazon", Level.WARN,
            "com.amazonaws", Level.WARN,
            "io.netty", Level.ERROR,
            // They warn at each start of a new application, and on every machine outside EC2.
            "software.amazon.kinesis.worker.WorkerMetricsSelector", Level.ERROR,
            "software.amazon.kinesis.coordinator.assignment.LeaseAssignmentManager", Level.ERROR);

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Optional<String> users = usersConfiguration();
        if (users.isPresent()) {
            context.putObject(USERS_CONFIGURATION, users.get());
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.getInstanceConverterMap().put("msg", SafeConverters.Message::new);
        layout.getInstanceConverterMap().put("kvp", SafeConverters.KeyValues::new);
        layout.getInstanceConverterMap().put("cause", CauseChainConverter::new);
        layout.setPattern(PATTERN);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(context);
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder);
        stderr.start();
        LIBRARIES.forEach((name, level) -> context.getLogger(name).setLevel(level));
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(stderr);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Turns off what prints secrets in a form that cannot be masked. Called last, as no configuration may turn it on. */
    public static void silenceWireLog(LoggerContext context) {
        context.getLogger(WIRE_LOG).setLevel(Level.OFF);
    }

    /** Where logback will find a configuration by itself; the daemon's jar has none. */
    private static Optional<String> usersConfiguration() {
        return Optional.ofNullable(OptionHelper.getSystemProperty(FILE_PROPERTY))
                .or(() -> CLASS_PATH_FILES.stream()
                        .map(DaemonLogging.class.getClassLoader()::getResource)
                        .filter(Objects::nonNull)
                        .map(URL::toString)
                        .findFirst());
    }
}
