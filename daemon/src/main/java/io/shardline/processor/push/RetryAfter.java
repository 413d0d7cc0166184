package io.shardline.processor.push;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The header {@code Retry-After} (RFC 9110, 10.2.3). Pure. */
final class RetryAfter {
    /** A longer wait could not be told from an endpoint that is broken. */
    private static final Duration MAX = Duration.ofMinutes(5);

    private RetryAfter() {}

    /** {@return how long to wait, at most five minutes; empty if the value is malformed} */
    static Optional<Duration> parse(String value, Instant now) {
        try {
            Duration wait = value.strip().matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(value.strip()))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            Duration atLeastNothing = wait.isNegative() ? Duration.ZERO : wait;
            return Optional.of(atLeastNothing.compareTo(MAX) < 0 ? atLeastNothing : MAX);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
