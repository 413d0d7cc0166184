package io.shardline.config;

import java.time.Duration;

/** How records are read from the shards. */
public sealed interface RetrievalSettings {

    /**
     * GetRecords again and again.
     *
     * @param maxRecords the most records of one call
     * @param idleTimeBetweenReads from one call to the next
     */
    record Polling(int maxRecords, Duration idleTimeBetweenReads) implements RetrievalSettings {}

    /**
     * Enhanced fan-out: Kinesis pushes, at a price of its own.
     *
     * @param chosenByDefault no key asked for it
     */
    record FanOut(boolean chosenByDefault) implements RetrievalSettings {}
}
