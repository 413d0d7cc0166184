package io.shardline.config.retrieval;

import static io.shardline.config.key.NumberTypes.intMillis;
import static io.shardline.config.key.NumberTypes.isoDuration;
import static io.shardline.config.key.NumberTypes.millis;
import static io.shardline.config.key.NumberTypes.seconds;
import static io.shardline.config.key.NumberTypes.wholeNumber;
import static io.shardline.config.key.ValueTypes.name;
import static io.shardline.config.key.ValueTypes.oneOf;

import io.shardline.config.key.BadValueException;
import io.shardline.config.key.Key;
import io.shardline.config.key.KeyGroup;
import io.shardline.config.key.ValueType;
import java.time.Duration;
import java.util.List;

/** The keys of reading records. */
public final class RetrievalKeys {

    public static final KeyGroup GROUP = new KeyGroup("Retrieval");

    static final Key<Mode> MODE = GROUP.key("retrievalMode", oneOf(Mode.class))
            .defaultsTo("DEFAULT")
            .feeds("RetrievalConfig.retrievalSpecificConfig")
            .doc(
                    "POLLING shares the read throughput of the shards. FANOUT (enhanced fan-out) has its own, for a charge. DEFAULT is"
                            + " polling if a polling key is set, else fan-out.");

    static final Key<Integer> MAX_RECORDS = polling("maxRecords", wholeNumber(1, 10_000))
            .defaultsTo("10000")
            .doc("Polling: the maximum number of records of one read.");

    /** PollingConfig, KCL 3.5.1, raises less than 200 ms to 200 ms; the reader warns of it. */
    static final Key<Duration> IDLE_TIME = polling("idleTimeBetweenReadsInMillis", millis(0))
            .defaultsTo("300")
            .doc(
                    "Polling: the time between two reads of a shard, at least 200. If not set: 200 while it has lag, 500 for a minute"
                            + " after a failed read, 2 per shard above 150 shards (at most 1500).");

    static final Key<Duration> REDUCED_READS_THRESHOLD = polling("millisBehindLatestThresholdForReducedTps", millis(0))
            .defaultsTo("0")
            .doc("Polling: a shard with less lag than this is read only once in this time. 0 turns it off.");

    static final Key<Duration> RETRY_GET_RECORDS = polling("retryGetRecordsInSeconds", seconds(0))
            .whenUnset("none")
            .doc("Polling: selects polling when it is set. The KCL no longer uses the value.");

    static final Key<Integer> MAX_GET_RECORDS_THREADS = polling("maxGetRecordsThreadPool", wholeNumber(0, 10_000))
            .whenUnset("none")
            .doc("Polling: selects polling when it is set. The KCL no longer uses the value.");

    static final Key<Duration> REQUEST_TIMEOUT = GROUP.key("kinesisRequestTimeout", isoDuration(Duration.ofMillis(1)))
            .extension()
            .defaultsTo("PT30S")
            .feeds("PollingConfig.kinesisRequestTimeout")
            .doc("Polling: how long the KCL waits for a GetRecords call.");

    /** 5 is PollingConfig.DEFAULT_MAX_PENDING_PROCESS_RECORDS_INPUT_LIMIT, KCL 3.5.1. */
    static final Key<Integer> MAX_PENDING = GROUP.key("maxPendingProcessRecordsInput", wholeNumber(1, 5))
            .defaultsTo("4")
            .feeds("PollingConfig.maxPendingProcessRecordsInput")
            .doc("Polling: the maximum number of fetches that are read ahead of the processor, for each shard.");

    static final Key<Integer> MAX_CACHE_BYTES = GROUP.key("maxCacheByteSize", wholeNumber(1, Integer.MAX_VALUE))
            .defaultsTo("8388608")
            .feeds("RecordsFetcherFactory.maxByteSize")
            .doc("Polling: the maximum number of bytes that are read ahead of the processor, for each shard.");

    static final Key<Integer> MAX_CACHE_RECORDS = GROUP.key("maxRecordsCount", wholeNumber(1, Integer.MAX_VALUE))
            .defaultsTo("30000")
            .feeds("RecordsFetcherFactory.maxRecordsCount")
            .doc("Polling: the maximum number of records that are read ahead of the processor, for each shard.");

    static final Key<ConsumerArn> CONSUMER_ARN = GROUP.key("fanoutConfig.consumerArn", consumerArn())
            .whenUnset("the consumer is looked up by its name, and registered if it does not exist")
            .feeds("FanOutConfig.consumerArn")
            .doc("Fan-out: the ARN of a registered consumer.");

    static final Key<String> CONSUMER_NAME = GROUP.key(
                    "fanoutConfig.consumerName",
                    name("consumer name", ConsumerArn.NAME, "1 to 128 letters, digits, _ . -"))
            .whenUnset("applicationName")
            .feeds("FanOutConfig.consumerName")
            .doc("Fan-out: the name of the consumer, which is registered if it does not exist.");

    static final Key<Integer> DESCRIBE_SUMMARY_RETRIES = fanOut(
                    "maxDescribeStreamSummaryRetries", wholeNumber(1, 10_000))
            .defaultsTo("10")
            .doc("Fan-out: the maximum number of attempts when DescribeStreamSummary is throttled.");

    static final Key<Integer> DESCRIBE_CONSUMER_RETRIES = fanOut(
                    "maxDescribeStreamConsumerRetries", wholeNumber(1, 10_000))
            .defaultsTo("10")
            .doc(
                    "Fan-out: the maximum number of DescribeStreamConsumer calls, which also wait until the consumer is active.");

    static final Key<Integer> REGISTER_RETRIES = fanOut("registerStreamConsumerRetries", wholeNumber(0, 10_000))
            .defaultsTo("10")
            .doc(
                    "Fan-out: the maximum number of attempts when RegisterStreamConsumer is throttled. 0: a missing consumer is an error.");

    static final Key<Duration> RETRY_BACKOFF = fanOut("retryBackoffMillis", intMillis(0))
            .defaultsTo("1000")
            .doc("Fan-out: the pause between these attempts.");

    /** The keys that apply to polling only. */
    static final List<Key<?>> POLLING = List.of(
            MAX_RECORDS,
            IDLE_TIME,
            REDUCED_READS_THRESHOLD,
            RETRY_GET_RECORDS,
            MAX_GET_RECORDS_THREADS,
            REQUEST_TIMEOUT,
            MAX_PENDING,
            MAX_CACHE_BYTES,
            MAX_CACHE_RECORDS);

    /** The keys that apply to fan-out only. */
    static final List<Key<?>> FAN_OUT = List.of(
            CONSUMER_ARN,
            CONSUMER_NAME,
            DESCRIBE_SUMMARY_RETRIES,
            DESCRIBE_CONSUMER_RETRIES,
            REGISTER_RETRIES,
            RETRY_BACKOFF);

    /** How records are read, as the file says it. */
    enum Mode {
        FANOUT,
        POLLING,
        DEFAULT
    }

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
                                " is not a consumer ARN: write"
                                        + " arn:aws:kinesis:REGION:ACCOUNT:stream/NAME/consumer/CONSUMER:TIMESTAMP")));
    }
}
