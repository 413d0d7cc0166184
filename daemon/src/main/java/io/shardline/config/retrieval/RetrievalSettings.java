package io.shardline.config.retrieval;

import io.shardline.config.key.Require;
import java.time.Duration;
import java.util.Optional;

/** How records are read from the shards. */
public sealed interface RetrievalSettings {

    /** {@return how, for the log, with a hint if it is charged for and no key asked for it} */
    String description();

    /**
     * Repeated GetRecords calls.
     *
     * @param maxRecords the maximum number of records of one call
     * @param idleTimeBetweenReads from one call to the next
     * @param adaptive whether a shard with lag is read sooner, and one whose read failed later; not if the time is
     *     given
     * @param reducedReadsThreshold a shard with less lag than this is read only once in this time; zero: never
     * @param retryGetRecords stored in the KCL, which no longer uses it (PollingConfig, KCL 3.5.1)
     * @param maxGetRecordsThreads stored in the KCL, which no longer uses it
     * @param requestTimeout how long the KCL waits for a call
     * @param cache what is read ahead of the processor
     */
    record Polling(
            int maxRecords,
            Duration idleTimeBetweenReads,
            boolean adaptive,
            Duration reducedReadsThreshold,
            Optional<Duration> retryGetRecords,
            Optional<Integer> maxGetRecordsThreads,
            Duration requestTimeout,
            Cache cache)
            implements RetrievalSettings {

        /** Checks the values. */
        public Polling {
            Require.between("maxRecords", 1, 10_000, maxRecords);
            Require.positive("idleTimeBetweenReads", idleTimeBetweenReads);
            Require.notNegative("reducedReadsThreshold", reducedReadsThreshold);
            Require.positive("requestTimeout", requestTimeout);
        }

        @Override
        public String description() {
            return "polling";
        }
    }

    /**
     * How much is read ahead of the processor, for each shard.
     *
     * @param batches the maximum number of fetches
     * @param bytes the maximum number of bytes
     * @param records the maximum number of records
     */
    record Cache(int batches, int bytes, int records) {
        /** Checks the values. */
        public Cache {
            Require.atLeast("batches", 1, batches);
            Require.atLeast("bytes", 1, bytes);
            Require.atLeast("records", 1, records);
        }
    }

    /**
     * Enhanced fan-out: Kinesis pushes the records, for a charge.
     *
     * @param chosenByDefault whether no key asked for it
     * @param consumerName the consumer, which is registered if it does not exist
     * @param consumerArn a registered consumer; then none is registered
     * @param retries of the calls that look it up and register it
     */
    record FanOut(boolean chosenByDefault, String consumerName, Optional<String> consumerArn, Retries retries)
            implements RetrievalSettings {

        /** Checks the values. */
        public FanOut {
            Require.notBlank("consumerName", consumerName);
        }

        @Override
        public String description() {
            return chosenByDefault
                    ? "enhanced fan-out, because no polling key is set; AWS charges for it by shard and hour, and"
                            + " retrievalMode = POLLING reads without that charge"
                    : "enhanced fan-out";
        }
    }

    /**
     * Attempts of the calls around a consumer when they are throttled.
     *
     * @param backoff the pause between two attempts
     */
    record Retries(
            int describeStreamSummary, int describeStreamConsumer, int registerStreamConsumer, Duration backoff) {
        /** Checks the values. */
        public Retries {
            Require.atLeast("describeStreamSummary", 1, describeStreamSummary);
            Require.atLeast("describeStreamConsumer", 1, describeStreamConsumer);
            Require.atLeast("registerStreamConsumer", 0, registerStreamConsumer);
            Require.notNegative("backoff", backoff);
        }
    }
}
