package io.shardline.child;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.shardline.testing.ShardRefs;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class ProcessorLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("processor");
    private final Thread tester = Thread.currentThread();
    /** The log is everybody's: of what another test's threads still print, nothing belongs to this one. */
    private final ListAppender<ILoggingEvent> events = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (Thread.currentThread() == tester) {
                super.append(event);
            }
        }
    };

    private final AtomicLong nanoTime = new AtomicLong();

    @BeforeEach
    void listen() {
        events.start();
        logger.addAppender(events);
        logger.setAdditive(false);
        logger.setLevel(Level.TRACE);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(events);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @ParameterizedTest
    @CsvSource({
        "hello, INFO",
        "ERROR: no, ERROR",
        "[WARNING] look, WARN",
        "DEBUG x=1, DEBUG",
        "CRITICAL - dead, ERROR",
        "ERRORS are fine, INFO",
        "an ERROR inside, INFO"
    })
    void takesTheLevelFromTheFirstWord(String line, String level) {
        log(Optional.empty()).stderr(line);

        assertThat(events.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).hasToString(level);
            assertThat(event.getFormattedMessage()).isEqualTo(line);
        });
    }

    @Test
    void takesTheLevelThatTheUserHasFixed() {
        log(Optional.of(org.slf4j.event.Level.DEBUG)).stderr("ERROR: no");

        assertThat(events.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getLevel()).isEqualTo(Level.DEBUG));
    }

    @Test
    void namesTheShardAndThePid() {
        log(Optional.empty()).stdout("hello");

        assertThat(events.list.get(0).getKeyValuePairs())
                .extracting(pair -> pair.key + "=" + pair.value)
                .containsExactly("shardId=shardId-000000000007", "pid=42", "from=stdout");
    }

    @Test
    void letsAFloodThroughUpToABudgetAndCountsTheRest() {
        ProcessorLog log = log(Optional.empty());
        String line = "x".repeat(1000);
        for (int i = 0; i < 100_000; i++) {
            log.stderr(line);
            nanoTime.addAndGet(Duration.ofMillis(1).toNanos() / 100); // 100 MB/s
        }
        log.flush();

        assertThat(events.list.size()).isBetween(950, 1300);
        long dropped = events.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .mapToLong(event -> (long) event.getKeyValuePairs().get(2).value)
                .sum();
        long shown = events.list.stream()
                .filter(event -> event.getLevel() == Level.INFO)
                .count();
        assertThat(shown + dropped).isEqualTo(100_000);
    }

    @Test
    void goesOnAfterAFlood() {
        ProcessorLog log = log(Optional.empty());
        for (int i = 0; i < 5000; i++) {
            log.stderr("x".repeat(1000));
        }
        events.list.clear();
        nanoTime.addAndGet(Duration.ofSeconds(2).toNanos());
        log.stderr("back again");

        assertThat(events.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("the processor prints too much: lines were dropped", "back again");
    }

    @Test
    void cutsAVeryLongLineWithAMark() {
        log(Optional.empty()).stderr("x".repeat(50_000));

        assertThat(events.list.get(0).getFormattedMessage())
                .hasSizeLessThan(8300)
                .endsWith("(41808 characters omitted)");
    }

    private ProcessorLog log(Optional<org.slf4j.event.Level> level) {
        return new ProcessorLog(ShardRefs.of("shardId-000000000007"), 42, level, nanoTime::get);
    }
}
