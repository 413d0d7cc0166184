package io.shardline.config;

import java.time.Duration;
import java.util.Optional;

/** How records are read from the shards. */
public sealed interface RetrievalSettings {

    /** For the log: how, and a hint if it costs money that nobody asked to spend. */
    String description();

    /**
     * GetRecords again and again.
     *
     * @param maxRecords the most records of one call
     * @param idleTimeBetweenReads from one call to the next
     * @param adaptive whether a shard that is behind is read sooner, and one whose read failed later; not if the time
     *     was chosen by hand
     * @param reducedReadsThreshold while nearer than this to the end of the shard, it is read only that often; 0: never
     * @param retryGetRecords stored in the KCL, which no longer uses it (PollingConfig, KCL 3.5.1)
     * @param maxGetRecordsThreads stored in the KCL, which no longer uses it
     * @param cache what is read ahead of the processor
     */
    record Polling(
            int maxRecords,
            Duration idleTimeBetweenReads,
            boolean adaptive,
            Duration reducedReadsThreshold,
            Optional<Duration> retryGetRecords,
            Optional<Integer> maxGetRecordsThreads,
            Cache cache)
            implements RetrievalSettings {

        @Override
        public String description() {
            return "polling";
        }
    }

    /**
     * How much is read ahead of the processor, for each shard.
     *
     * @param batches the most batches
     * @param bytes the most bytes
     * @param records the most records
     */
    record Cache(int batches, int bytes, int records) {}

    /**
     * Enhanced fan-out: Kinesis pushes, at a price of its own.
     *
     * @param chosenByDefault no key asked for it
     * @param consumerName the consumer to find or register
     * @param consumerArn a consumer that is registered already; nothing is then registered
     * @param retries of the calls that find and register it
     */
    record FanOut(boolean chosenByDefault, String consumerName, Optional<String> consumerArn, Retries retries)
            implements RetrievalSettings {

        @Override
        public String description() {
            return chosenByDefault
                    ? "enhanced fan-out, chosen as no polling key is set; AWS charges for it by shard and hour,"
                            + " retrievalMode = POLLING reads without"
                    : "enhanced fan-out";
        }
    }

    /**
     * Tries of the calls around a consumer when they are throttled.
     *
     * @param backoff the pause between two tries
     */
    record Retries(
            int describeStreamSummary, int describeStreamConsumer, int registerStreamConsumer, Duration backoff) {}
}
