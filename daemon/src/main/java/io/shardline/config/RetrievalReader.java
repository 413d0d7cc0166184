package io.shardline.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** How records are read. */
final class RetrievalReader {

    /** PollingConfig.MIN_IDLE_MILLIS_BETWEEN_READS, KCL 3.5.1. */
    private static final Duration LEAST_IDLE_TIME = Duration.ofMillis(200);

    private static final Pattern CONSUMER_NAME = Pattern.compile(ConsumerArn.NAME);

    private final Values values;
    private final ProblemCollector findings;

    RetrievalReader(Values values, ProblemCollector findings) {
        this.values = values;
        this.findings = findings;
    }

    RetrievalSettings assemble(String application, StreamSettings stream) {
        return switch (values.require(RetrievalKeys.MODE)) {
            case POLLING -> polling(true);
            case FANOUT -> fanOut(false, application, stream);
            case DEFAULT -> aPollingKeyIsSet() ? polling(false) : fanOut(true, application, stream);
        };
    }

    /**
     * The rule of RetrievalMode.DEFAULT in MultiLangDaemon: a polling key that is not 0. The keys that
     * it does not read itself, as maxCacheByteSize, choose nothing: its files must go on as they are.
     */
    private boolean aPollingKeyIsSet() {
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
            findings.error(
                    values.originOf(RetrievalKeys.CONSUMER_ARN),
                    RetrievalKeys.CONSUMER_ARN.name(),
                    "is for fan-out, but retrievalMode is POLLING: remove one of them");
        }
        noteUnused(RetrievalKeys.FAN_OUT, "polling", asked);
        return new RetrievalSettings.Polling(
                values.require(RetrievalKeys.MAX_RECORDS),
                idleTime(),
                !values.isGiven(RetrievalKeys.IDLE_TIME),
                values.require(RetrievalKeys.REDUCED_READS_THRESHOLD),
                values.get(RetrievalKeys.RETRY_GET_RECORDS),
                values.get(RetrievalKeys.MAX_GET_RECORDS_THREADS),
                new RetrievalSettings.Cache(
                        values.require(RetrievalKeys.MAX_PENDING),
                        values.require(RetrievalKeys.MAX_CACHE_BYTES),
                        values.require(RetrievalKeys.MAX_CACHE_RECORDS)));
    }

    private Duration idleTime() {
        Duration idle = values.require(RetrievalKeys.IDLE_TIME);
        if (idle.compareTo(LEAST_IDLE_TIME) >= 0) {
            return idle;
        }
        findings.warning(
                values.originOf(RetrievalKeys.IDLE_TIME),
                RetrievalKeys.IDLE_TIME.name(),
                "is raised from " + idle.toMillis() + " to 200, as Kinesis allows five reads a second of a shard");
        return LEAST_IDLE_TIME;
    }

    private RetrievalSettings fanOut(boolean byDefault, String application, StreamSettings stream) {
        noteUnused(RetrievalKeys.POLLING, "fan-out", !byDefault);
        Optional<ConsumerArn> arn = values.get(RetrievalKeys.CONSUMER_ARN);
        arn.ifPresent(consumer -> checkConsumer(consumer, stream));
        Optional<String> name = values.get(RetrievalKeys.CONSUMER_NAME);
        if (arn.isEmpty()
                && name.isEmpty()
                && values.isGiven(StreamKeys.APPLICATION_NAME)
                && !CONSUMER_NAME.matcher(application).matches()) {
            findings.error(
                    values.originOf(StreamKeys.APPLICATION_NAME),
                    StreamKeys.APPLICATION_NAME.name(),
                    "makes no name of a consumer (1 to 128 letters, digits, _ . -): set "
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
        if (!stream.name().isEmpty() && !consumer.streamName().equals(stream.name())) {
            findings.error(
                    origin,
                    RetrievalKeys.CONSUMER_ARN.name(),
                    "is a consumer of the stream " + consumer.streamName() + ", not of " + stream.name());
        }
        if (values.isGiven(RetrievalKeys.CONSUMER_NAME)) {
            findings.warning(
                    values.originOf(RetrievalKeys.CONSUMER_NAME),
                    RetrievalKeys.CONSUMER_NAME.name(),
                    "has no effect: fanoutConfig.consumerArn is stronger");
        }
    }

    private void noteUnused(List<Key<?>> keys, String mode, boolean asked) {
        for (Key<?> key : keys) {
            if (!values.isGiven(key) || (asked && key.equals(RetrievalKeys.CONSUMER_ARN))) {
                continue;
            }
            String because =
                    asked ? "retrievalMode asks for " + mode : mode + " was chosen, as retrievalMode is DEFAULT";
            findings.warning(values.originOf(key), key.name(), "has no effect: " + because);
        }
    }
}
