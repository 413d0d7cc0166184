package io.shardline.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes the settings of the values, and checks what no single value shows. It always makes a
 * complete configuration, with stand-ins for what is missing, so that one run finds every problem;
 * with a problem found, nobody gets to see it.
 */
final class Assembler {

    /** KCL 3.5.1, PollingConfig.MIN_IDLE_MILLIS_BETWEEN_READS. */
    private static final Duration LEAST_IDLE_TIME = Duration.ofMillis(200);

    private static final Duration REPLY_TIMEOUT = Duration.ofMinutes(2);

    private final ConfigRequest request;
    private final Values values;
    private final Findings findings;
    private final Origin whole;

    Assembler(ConfigRequest request, Values values, Findings findings) {
        this.request = request;
        this.values = values;
        this.findings = findings;
        this.whole = new Origin.Whole(request.properties().orElse("configuration"));
    }

    DaemonConfig assemble() {
        String application = required(StreamKeys.APPLICATION_NAME, "");
        return new DaemonConfig(
                new ApplicationSettings(application, application, workerId()),
                stream(),
                processor(),
                aws(),
                retrieval(),
                new LeaseSettings(
                        values.require(LeaseKeys.FAILOVER_TIME),
                        values.get(LeaseKeys.ASSIGNMENT_INTERVAL),
                        values.require(LeaseKeys.SHARD_SYNC_INTERVAL)),
                new CoordinatorSettings(values.require(CoordinatorKeys.PARENT_SHARD_POLL_INTERVAL)),
                new MetricsSettings(values.require(MetricsKeys.LEVEL)),
                values.require(ProcessorKeys.SHUTDOWN_GRACE));
    }

    /** Defaults that are no constant, for the effective configuration. */
    Map<Key<?>, String> computed(DaemonConfig config) {
        Map<Key<?>, String> computed = new LinkedHashMap<>();
        computed.put(StreamKeys.WORKER_ID, config.application().workerId());
        computed.put(
                ProcessorKeys.INITIALIZE_TIMEOUT, seconds(config.processor().initializeTimeout()));
        computed.put(
                ProcessorKeys.SHARD_ENDED_TIMEOUT, seconds(config.processor().shardEndedTimeout()));
        computed.put(
                ProcessorKeys.LEASE_LOST_TIMEOUT, seconds(config.processor().leaseLostTimeout()));
        computed.put(
                ProcessorKeys.SHUTDOWN_REQUESTED_TIMEOUT,
                seconds(config.processor().shutdownRequestedTimeout()));
        return computed;
    }

    private StreamSettings stream() {
        Optional<StreamArn> arn = values.get(StreamKeys.STREAM_ARN);
        Optional<String> name = values.get(StreamKeys.STREAM_NAME);
        boolean reported = values.isUnreadable(StreamKeys.STREAM_ARN) || values.isUnreadable(StreamKeys.STREAM_NAME);
        if (arn.isEmpty() && name.isEmpty() && !reported) {
            findings.error(whole, "streamName", "is missing: set streamName or streamArn to the stream to read");
        }
        if (arn.isPresent() && name.isPresent() && !name.get().equals(arn.get().streamName())) {
            findings.warning(
                    values.originOf(StreamKeys.STREAM_NAME),
                    "streamName",
                    "is not the stream of streamArn, which holds: " + arn.get().streamName());
        }
        InitialPosition position =
                switch (values.require(StreamKeys.INITIAL_POSITION)) {
                    case LATEST -> new InitialPosition.Latest();
                    case TRIM_HORIZON -> new InitialPosition.TrimHorizon();
                };
        return new StreamSettings(arn.map(StreamArn::streamName).or(() -> name).orElse(""), arn, position);
    }

    private ProcessorSettings processor() {
        Optional<Duration> timeout = values.get(ProcessorKeys.TIMEOUT);
        Duration reply = timeout.orElse(REPLY_TIMEOUT);
        return new ProcessorSettings(
                command(),
                timeout,
                values.get(ProcessorKeys.INITIALIZE_TIMEOUT).orElse(reply),
                values.get(ProcessorKeys.SHARD_ENDED_TIMEOUT).orElse(reply),
                values.get(ProcessorKeys.LEASE_LOST_TIMEOUT).orElse(reply),
                values.get(ProcessorKeys.SHUTDOWN_REQUESTED_TIMEOUT).orElse(reply),
                values.require(ProcessorKeys.STOP_WAIT),
                values.require(ProcessorKeys.TERM_WAIT),
                values.require(ProcessorKeys.MAX_LINE_BYTES),
                values.require(ProcessorKeys.ON_FAILURE),
                values.require(ProcessorKeys.CHECKPOINT_AT_SHARD_END),
                values.get(ProcessorKeys.LOG_LEVEL));
    }

    private List<String> command() {
        List<String> command = required(ProcessorKeys.EXECUTABLE_NAME, List.of());
        if (!command.isEmpty()) {
            new Executables(request.environment())
                    .problemOf(command.get(0))
                    .ifPresent(problem ->
                            findings.error(values.originOf(ProcessorKeys.EXECUTABLE_NAME), "executableName", problem));
        }
        return command;
    }

    private AwsSettings aws() {
        Optional<String> region = values.get(StreamKeys.REGION);
        Optional<String> arnRegion = values.get(StreamKeys.STREAM_ARN).map(StreamArn::region);
        return new AwsSettings(
                new ServiceSettings(arnRegion.or(() -> region), values.get(StreamKeys.KINESIS_ENDPOINT)),
                new ServiceSettings(region.or(() -> arnRegion), values.get(StreamKeys.DYNAMO_DB_ENDPOINT)),
                new ServiceSettings(region.or(() -> arnRegion), Optional.empty()));
    }

    private RetrievalSettings retrieval() {
        RetrievalMode mode = values.require(RetrievalKeys.MODE);
        boolean pollingKeySet = values.isGiven(RetrievalKeys.MAX_RECORDS) || values.isGiven(RetrievalKeys.IDLE_TIME);
        return switch (mode) {
            case POLLING -> polling();
            case FANOUT -> new RetrievalSettings.FanOut(false);
            case DEFAULT -> pollingKeySet ? polling() : new RetrievalSettings.FanOut(true);
        };
    }

    private RetrievalSettings polling() {
        Duration idle = values.require(RetrievalKeys.IDLE_TIME);
        if (idle.compareTo(LEAST_IDLE_TIME) < 0) {
            findings.warning(
                    values.originOf(RetrievalKeys.IDLE_TIME),
                    RetrievalKeys.IDLE_TIME.name(),
                    "is raised from " + idle.toMillis() + " to 200, the least that Kinesis allows for a shard");
            idle = LEAST_IDLE_TIME;
        }
        return new RetrievalSettings.Polling(values.require(RetrievalKeys.MAX_RECORDS), idle);
    }

    private String workerId() {
        return values.get(StreamKeys.WORKER_ID)
                .orElseGet(() -> UUID.randomUUID().toString());
    }

    private <T> T required(Key<T> key, T standIn) {
        Optional<T> value = values.get(key);
        if (value.isEmpty() && !values.isUnreadable(key)) {
            findings.error(whole, key.name(), "is missing. " + key.doc());
        }
        return value.orElse(standIn);
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
    }
}
