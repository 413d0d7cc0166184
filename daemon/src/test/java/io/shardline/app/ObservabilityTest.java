package io.shardline.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.shardline.config.ConfigFixture;
import io.shardline.config.DaemonConfig;
import io.shardline.observe.ApplicationIdentity;
import io.shardline.observe.ApplicationMonitor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ObservabilityTest {
    private final Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
    private final Logger micrometer = (Logger) LoggerFactory.getLogger("io.micrometer.core.instrument.composite");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @TempDir
    private Path directory;

    @BeforeEach
    void listenToMicrometer() {
        log.start();
        micrometer.addAppender(log);
    }

    @AfterEach
    void restore() {
        micrometer.detachAppender(log);
        Thread.setDefaultUncaughtExceptionHandler(handler);
    }

    /** Micrometer warns of a registry that is added after the first meters. */
    @Test
    void registersNoMeterBeforeItsRegistries() throws Exception {
        DaemonConfig config = new ConfigFixture(directory)
                .override("httpListen=127.0.0.1:0")
                .override("otlpEndpoint=http://127.0.0.1:1/v1/metrics")
                .load(ConfigFixture.MINIMAL)
                .config();

        try (Observability observability = Observability.open(List.of(config))) {
            ApplicationMonitor application = observability
                    .monitor()
                    .add(new ApplicationIdentity("word-count", "words", "w", "polling"), Duration.ofMinutes(1));
            assertThat(application.registry().getMeters()).isNotEmpty();
            assertThat(log.list).map(ILoggingEvent::getFormattedMessage).isEmpty();
        }
    }
}
