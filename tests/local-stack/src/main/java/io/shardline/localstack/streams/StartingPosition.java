package io.shardline.localstack.streams;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a reader wants to start in a shard, as the API says it.
 *
 * @param type which of the five ways
 * @param sequenceNumber for the two that name a record
 * @param timestamp for the one that names a time
 */
public record StartingPosition(Type type, Optional<String> sequenceNumber, Optional<Instant> timestamp) {
    /** The API's five iterator types. */
    public enum Type {
        AT_SEQUENCE_NUMBER,
        AFTER_SEQUENCE_NUMBER,
        AT_TIMESTAMP,
        TRIM_HORIZON,
        LATEST
    }
}
