package io.shardline.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardline.protocol.FromProcessor.BatchFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a handler answers to an event, by Lambda's rules for {@code ReportBatchItemFailures}: an answer without
 * {@code batchItemFailures}, or with an empty one, is a success; an entry without a usable {@code itemIdentifier} fails the
 * whole batch. Pure.
 */
public final class EventAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_QUOTE = 200;

    private EventAnswer() {}

    /** {@return what the answer reports as failed; empty if the batch is done} */
    public static Optional<BatchFailure> failureIn(byte[] answer) {
        String start = new String(answer, 0, Math.min(answer.length, MAX_QUOTE), StandardCharsets.UTF_8).strip();
        if (!start.startsWith("{")) {
            return Optional.empty(); // a handler may return any other value, such as "200 OK" or null
        }
        try {
            return failureIn(JSON.readTree(answer).path("batchItemFailures"));
        } catch (JsonProcessingException e) {
            return Optional.of(new BatchFailure("its answer is not JSON: " + start, List.of()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e); // memory never throws it
        }
    }

    private static Optional<BatchFailure> failureIn(JsonNode list) {
        if (list.isMissingNode() || list.isNull()) {
            return Optional.empty();
        }
        List<@Nullable String> items = new ArrayList<>();
        if (!list.isArray()) {
            items.add(null);
        }
        for (JsonNode entry : list) {
            if (list.isArray()) {
                items.add(identifier(entry.path("itemIdentifier")));
            }
        }
        return items.isEmpty() ? Optional.empty() : Optional.of(new BatchFailure(null, items));
    }

    private static @Nullable String identifier(JsonNode value) {
        return value.isTextual() || value.isIntegralNumber() ? value.asText() : null;
    }
}
