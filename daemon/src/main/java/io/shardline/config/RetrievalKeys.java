package io.shardline.config;

import static io.shardline.config.ValueTypes.millis;
import static io.shardline.config.ValueTypes.oneOf;
import static io.shardline.config.ValueTypes.wholeNumber;

import java.time.Duration;

/** How records are read. */
final class RetrievalKeys {

    static final KeyGroup GROUP = new KeyGroup("Retrieval");

    static final Key<RetrievalMode> MODE = GROUP.key("retrievalMode", oneOf(RetrievalMode.class))
            .defaultsTo("DEFAULT")
            .feeds("RetrievalConfig.retrievalSpecificConfig")
            .doc("POLLING shares the shard's read throughput; FANOUT (enhanced fan-out) has its own and costs money;"
                    + " DEFAULT is polling if a polling key is set, else fan-out.");

    static final Key<Integer> MAX_RECORDS = GROUP.key("maxRecords", wholeNumber(1, 10_000))
            .alias("pollingConfig.maxRecords")
            .defaultsTo("10000")
            .feeds("PollingConfig.maxRecords")
            .doc("Polling: the most records of one read.");

    /** KCL 3.5.1 PollingConfig raises less than 200 ms to 200 ms; the assembler says so. */
    static final Key<Duration> IDLE_TIME = GROUP.key("idleTimeBetweenReadsInMillis", millis(0))
            .alias("pollingConfig.idleTimeBetweenReadsInMillis")
            .defaultsTo("1500")
            .feeds("PollingConfig.idleTimeBetweenReadsInMillis")
            .doc("Polling: the time from one read of a shard to the next; less than 200 is raised to 200.");

    private RetrievalKeys() {}
}
