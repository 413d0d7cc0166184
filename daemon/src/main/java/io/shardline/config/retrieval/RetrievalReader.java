package io.shardline.config.retrieval;

import io.shardline.config.key.Key;
import io.shardline.config.source.Origin;
import io.shardline.config.source.ProblemCollector;
import io.shardline.config.source.Values;
import io.shardline.config.stream.StreamKeys;
import io.shardline.config.stream.StreamSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes the settings of {@link RetrievalKeys}. */
public final class RetrievalReader {

    /** PollingConfig.MIN_IDLE_MILLIS_BETWEEN_READS, KCL 3.5.1. */
    private static final Duration MIN_IDLE_TIME = Duration.ofMillis(200);

    private static final Pattern CONSUMER_NAME = Pattern.compile(ConsumerArn.NAME);

    private final Values values;
    private final ProblemCollector problems;

    /** Makes the reader of one configuration. */
    public RetrievalReader(Values values, ProblemCollector problems) {
        this.values = values;
        this.problems = problems;
    }

    /**
     * Reads how records are read.
     *
     * @param application names the consumer, unless it has a name of its own
     * @param stream the stream of the consumer
     */
    public RetrievalSettings read(String application, StreamSettings stream) {
        return switch (values.require(RetrievalKeys.MODE)) {
            case POLLING -> polling(true);
            case FANOUT -> fanOut(false, application, stream);
            case DEFAULT -> isPollingKeySet() ? polling(false) : fanOut(true, application, stream);
        };
    }

    /**
     * MultiLangDaemon's rule for DEFAULT: a polling key that is not 0 selects polling. Keys that MultiLangDaemon does not
     * read, such as maxCacheByteSize, select nothing, so that its files keep their meaning.
     */
    private boolean isPollingKeySet() {
        boolean threshold =
                !values.require(RetrievalKeys.REDUCED_READS_THRESHOLD).isZero();
        boolean idle = values.isGiven(RetrievalKeys.IDLE_TIME)
                && !values.require(RetrievalKeys.IDLE_TIME).isZero();
        return threshold
                || idle
                || values.isGiven(RetrievalKeys.MAX_RECORDS)
                || values.isGiven(RetrievalKeys.RETRY_GET_RECORDS)
                || values.isGiven(RetrievalKeys.MAX_GET_RECORDS_THREADS);
    }

    private RetrievalSettings polling(boolean asked) {
        if (asked && values.isGiven(RetrievalKeys.CONSUMER_ARN)) {
            problems.error(
                    values.originOf(RetrievalKeys.CONSUMER_ARN),
                    RetrievalKeys.CONSUMER_ARN.name(),
                    "applies to fan-out, but retrievalMode is POLLING: remove one of them");
        }
        warnOfUnused(RetrievalKeys.FAN_OUT, "polling", asked);
        values.hideDefaults(RetrievalKeys.FAN_OUT);
        return new RetrievalSettings.Polling(
                values.require(RetrievalKeys.MAX_RECORDS),
                idleTime(),
                !values.isGiven(RetrievalKeys.IDLE_TIME),
                values.require(RetrievalKeys.REDUCED_READS_THRESHOLD),
                values.get(RetrievalKeys.RETRY_GET_RECORDS),
                values.get(RetrievalKeys.MAX_GET_RECORDS_THREADS),
                values.require(RetrievalKeys.REQUEST_TIMEOUT),
                new RetrievalSettings.Cache(
                        values.require(RetrievalKeys.MAX_PENDING),
                        values.require(RetrievalKeys.MAX_CACHE_BYTES),
                        values.require(RetrievalKeys.MAX_CACHE_RECORDS)));
    }

    private Duration idleTime() {
        Duration idle = values.require(RetrievalKeys.IDLE_TIME);
        if (idle.compareTo(MIN_IDLE_TIME) >= 0) {
            return idle;
        }
        problems.warning(
                values.originOf(RetrievalKeys.IDLE_TIME),
                RetrievalKeys.IDLE_TIME.name(),
                "is raised from " + idle.toMillis()
                        + " to 200, because Kinesis allows five reads per second and shard");
        return MIN_IDLE_TIME;
    }

    private RetrievalSettings fanOut(boolean byDefault, String application, StreamSettings stream) {
        warnOfUnused(RetrievalKeys.POLLING, "fan-out", !byDefault);
        values.hideDefaults(RetrievalKeys.POLLING);
        Optional<ConsumerArn> arn = values.get(RetrievalKeys.CONSUMER_ARN);
        arn.ifPresent(consumer -> checkConsumer(consumer, stream));
        Optional<String> name = values.get(RetrievalKeys.CONSUMER_NAME);
        if (arn.isEmpty() && name.isEmpty()) {
            values.setDefault(RetrievalKeys.CONSUMER_NAME, application);
        }
        if (arn.isEmpty()
                && name.isEmpty()
                && values.isGiven(StreamKeys.APPLICATION_NAME)
                && !problems.hasError(StreamKeys.APPLICATION_NAME.name())
                && !CONSUMER_NAME.matcher(application).matches()) {
            problems.error(
                    values.originOf(StreamKeys.APPLICATION_NAME),
                    StreamKeys.APPLICATION_NAME.name(),
                    "is not a name for a fan-out consumer (1 to 128 letters, digits, _ . -): set "
                            + RetrievalKeys.CONSUMER_NAME.name() + " or retrievalMode = POLLING");
        }
        return new RetrievalSettings.FanOut(
                byDefault,
                name.orElse(application),
                arn.map(ConsumerArn::text),
                new RetrievalSettings.Retries(
                        values.require(RetrievalKeys.DESCRIBE_SUMMARY_RETRIES),
                        values.require(RetrievalKeys.DESCRIBE_CONSUMER_RETRIES),
                        values.require(RetrievalKeys.REGISTER_RETRIES),
                        values.require(RetrievalKeys.RETRY_BACKOFF)));
    }

    private void checkConsumer(ConsumerArn consumer, StreamSettings stream) {
        Origin origin = values.originOf(RetrievalKeys.CONSUMER_ARN);
        if (streamIsGiven() && !consumer.streamName().equals(stream.name())) {
            problems.error(
                    origin,
                    RetrievalKeys.CONSUMER_ARN.name(),
                    "is a consumer of the stream " + consumer.streamName() + ", not of " + stream.name());
        }
        if (values.isGiven(RetrievalKeys.CONSUMER_NAME)) {
            problems.warning(
                    values.originOf(RetrievalKeys.CONSUMER_NAME),
                    RetrievalKeys.CONSUMER_NAME.name(),
                    "has no effect: fanoutConfig.consumerArn overrides it");
        }
    }

    private boolean streamIsGiven() {
        return values.isGiven(StreamKeys.STREAM_NAME) || values.isGiven(StreamKeys.STREAM_ARN);
    }

    private void warnOfUnused(List<Key<?>> keys, String mode, boolean asked) {
        for (Key<?> key : keys) {
            if (!values.isGiven(key) || (asked && key.equals(RetrievalKeys.CONSUMER_ARN))) {
                continue;
            }
            String because =
                    asked ? "retrievalMode selects " + mode : "retrievalMode is DEFAULT, which selected " + mode;
            problems.warning(values.originOf(key), key.name(), "has no effect: " + because);
        }
    }
}
