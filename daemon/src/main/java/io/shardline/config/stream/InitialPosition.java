package io.shardline.config.stream;

import java.time.Instant;

/** Where a shard that has no checkpoint yet is read from. */
public sealed interface InitialPosition {

    /** Only what arrives from now on. */
    record Latest() implements InitialPosition {}

    /** The oldest record that the stream still holds. */
    record TrimHorizon() implements InitialPosition {}

    /** The first record at or after a time in the past. */
    record AtTimestamp(Instant timestamp) implements InitialPosition {}
}
