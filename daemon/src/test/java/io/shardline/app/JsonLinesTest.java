package io.shardline.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLinesTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void keyValuesAreFieldsOfTheirOwn() throws JsonProcessingException {
        LoggingEvent event = event("shard \"taken\"\n{}", null, "x");
        event.addKeyValuePair(new KeyValuePair("shardId", "shardId-7"));
        event.addKeyValuePair(new KeyValuePair("pid", 4711L));
        event.addKeyValuePair(new KeyValuePair("message", "not ours"));

        JsonNode line = encoded(event);

        assertThat(line.at("/time").asText()).isEqualTo("2026-11-01T12:00:00.123Z");
        assertThat(line.at("/level").asText()).isEqualTo("INFO");
        assertThat(line.at("/message").asText()).isEqualTo("shard \"taken\"\nx");
        assertThat(line.at("/stream").asText()).isEqualTo("words");
        assertThat(line.at("/shard").asText()).isEqualTo("shardId-7");
        assertThat(line.at("/pid").isNumber()).isTrue();
        assertThat(line.at("/message_").asText()).isEqualTo("not ours");
        assertThat(line.has("error")).isFalse();
    }

    @Test
    void anExceptionIsTheChainOfItsMessages() throws JsonProcessingException {
        JsonNode line = encoded(event("failed", new IllegalStateException("outer", new IOException("inner"))));

        assertThat(line.at("/error").asText()).isEqualTo("IllegalStateException: outer <- IOException: inner");
    }

    private LoggingEvent event(String message, Throwable fault, Object... arguments) {
        LoggingEvent event =
                new LoggingEvent("here", context.getLogger("io.shardline.Test"), Level.INFO, message, fault, arguments);
        event.setInstant(Instant.parse("2026-11-01T12:00:00.123Z"));
        return event;
    }

    private JsonNode encoded(LoggingEvent event) throws JsonProcessingException {
        JsonLines encoder = new JsonLines(Optional.of("words"));
        encoder.setContext(context);
        encoder.start();
        String line = new String(encoder.encode(event), StandardCharsets.UTF_8);
        assertThat(line).endsWith("}\n").hasLineCount(1);
        return new ObjectMapper().readTree(line);
    }
}
