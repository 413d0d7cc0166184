package io.shardline.config;

import static io.shardline.config.ValueTypes.intMillis;
import static io.shardline.config.ValueTypes.millis;
import static io.shardline.config.ValueTypes.name;
import static io.shardline.config.ValueTypes.oneOf;
import static io.shardline.config.ValueTypes.seconds;
import static io.shardline.config.ValueTypes.wholeNumber;

import java.time.Duration;
import java.util.List;

/** How records are read. */
final class RetrievalKeys {

    static final KeyGroup GROUP = new KeyGroup("Retrieval");

    static final Key<RetrievalMode> MODE = GROUP.key("retrievalMode", oneOf(RetrievalMode.class))
            .defaultsTo("DEFAULT")
            .feeds("RetrievalConfig.retrievalSpecificConfig")
            .doc("POLLING shares the shard's read throughput; FANOUT (enhanced fan-out) has its own and costs money;"
                    + " DEFAULT is polling if a polling key is set, else fan-out.");

    static final Key<Integer> MAX_RECORDS = polling("maxRecords", wholeNumber(1, 10_000))
            .defaultsTo("10000")
            .doc("Polling: the most records of one read.");

    /** PollingConfig, KCL 3.5.1, raises less than 200 ms to 200 ms; the assembler says so. */
    static final Key<Duration> IDLE_TIME = polling("idleTimeBetweenReadsInMillis", millis(0))
            .defaultsTo("300")
            .doc(
                    "Polling: from one read of a shard to the next, at least 200. Unless set: 200 while it is behind, 500 for a"
                            + " minute after a failed read, and with over 150 shards 2 for each, at most 1500.");

    static final Key<Duration> REDUCED_READS_THRESHOLD = polling("millisBehindLatestThresholdForReducedTps", millis(0))
            .defaultsTo("0")
            .doc("Polling: a shard that is read to less than this from its end is read only that often; 0: never.");

    static final Key<Duration> RETRY_GET_RECORDS = polling("retryGetRecordsInSeconds", seconds(0))
            .whenUnset("none")
            .doc("Polling: kept by the KCL, which no longer uses it; that it is set selects polling.");

    static final Key<Integer> MAX_GET_RECORDS_THREADS = polling("maxGetRecordsThreadPool", wholeNumber(0, 10_000))
            .whenUnset("none")
            .doc("Polling: kept by the KCL, which no longer uses it; that it is set selects polling.");

    /** 5 is PollingConfig.DEFAULT_MAX_PENDING_PROCESS_RECORDS_INPUT_LIMIT, KCL 3.5.1. */
    static final Key<Integer> MAX_PENDING = GROUP.key("maxPendingProcessRecordsInput", wholeNumber(1, 5))
            .defaultsTo("4")
            .feeds("PollingConfig.maxPendingProcessRecordsInput")
            .doc("Polling: the most batches read ahead of the processor, for each shard.");

    static final Key<Integer> MAX_CACHE_BYTES = GROUP.key("maxCacheByteSize", wholeNumber(1, Integer.MAX_VALUE))
            .defaultsTo("8388608")
            .feeds("RecordsFetcherFactory.maxByteSize")
            .doc("Polling: the most bytes read ahead of the processor, for each shard.");

    static final Key<Integer> MAX_CACHE_RECORDS = GROUP.key("maxRecordsCount", wholeNumber(1, Integer.MAX_VALUE))
            .defaultsTo("30000")
            .feeds("RecordsFetcherFactory.maxRecordsCount")
            .doc("Polling: the most records read ahead of the processor, for each shard.");

    static final Key<ConsumerArn> CONSUMER_ARN = GROUP.key("fanoutConfig.consumerArn", consumerArn())
            .whenUnset("the consumer is found or registered by its name")
            .feeds("FanOutConfig.consumerArn")
            .doc("Fan-out: a consumer that is registered already.");

    static final Key<String> CONSUMER_NAME = GROUP.key(
                    "fanoutConfig.consumerName",
                    name("consumer name", ConsumerArn.NAME, "1 to 128 letters, digits, _ . -"))
            .whenUnset("applicationName")
            .feeds("FanOutConfig.consumerName")
            .doc("Fan-out: the name of the consumer to find or register.");

    static final Key<Integer> DESCRIBE_SUMMARY_RETRIES = fanOut(
                    "maxDescribeStreamSummaryRetries", wholeNumber(1, 10_000))
            .defaultsTo("10")
            .doc("Fan-out: tries of DescribeStreamSummary when it is throttled.");

    static final Key<Integer> DESCRIBE_CONSUMER_RETRIES = fanOut(
                    "maxDescribeStreamConsumerRetries", wholeNumber(1, 10_000))
            .defaultsTo("10")
            .doc("Fan-out: tries of DescribeStreamConsumer, also to wait until the consumer is active.");

    static final Key<Integer> REGISTER_RETRIES = fanOut("registerStreamConsumerRetries", wholeNumber(0, 10_000))
            .defaultsTo("10")
            .doc("Fan-out: tries of RegisterStreamConsumer when it is throttled; 0: a missing consumer is an error.");

    static final Key<Duration> RETRY_BACKOFF = fanOut("retryBackoffMillis", intMillis(0))
            .defaultsTo("1000")
            .doc("Fan-out: the pause between these tries.");

    /** Of polling alone. */
    static final List<Key<?>> POLLING = List.of(
            MAX_RECORDS,
            IDLE_TIME,
            REDUCED_READS_THRESHOLD,
            RETRY_GET_RECORDS,
            MAX_GET_RECORDS_THREADS,
            MAX_PENDING,
            MAX_CACHE_BYTES,
            MAX_CACHE_RECORDS);

    /** Of fan-out alone. */
    static final List<Key<?>> FAN_OUT = List.of(
            CONSUMER_ARN,
            CONSUMER_NAME,
            DESCRIBE_SUMMARY_RETRIES,
            DESCRIBE_CONSUMER_RETRIES,
            REGISTER_RETRIES,
            RETRY_BACKOFF);

    private RetrievalKeys() {}

    private static <T> KeyGroup.Declaration<T> polling(String name, ValueType<T> type) {
        return GROUP.key(name, type).alias("pollingConfig." + name).feeds("PollingConfig." + name);
    }

    private static <T> KeyGroup.Declaration<T> fanOut(String name, ValueType<T> type) {
        return GROUP.key("fanoutConfig." + name, type).feeds("FanOutConfig." + name);
    }

    private static ValueType<ConsumerArn> consumerArn() {
        return new ValueType<>(
                "consumer ARN",
                text -> ConsumerArn.parse(text)
                        .orElseThrow(() -> new BadValueException(
                                text,
                                " is no consumer ARN: write"
                                        + " arn:aws:kinesis:REGION:ACCOUNT:stream/NAME/consumer/CONSUMER:TIMESTAMP")));
    }
}
