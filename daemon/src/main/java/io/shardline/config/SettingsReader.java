package io.shardline.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Makes the settings of the values, and checks what no single value shows. It always makes a
 * complete configuration, with stand-ins for what is missing, so that one run finds every problem;
 * with a problem found, nobody gets to see it.
 */
final class SettingsReader {

    private static final Duration REPLY_TIMEOUT = Duration.ofMinutes(2);

    private static final String NOWHERE = "none";

    private static final Pattern TABLE_NAME = Pattern.compile(StreamKeys.TABLE_NAME);

    private final ConfigRequest request;
    private final Values values;
    private final ProblemCollector findings;
    private final Origin whole;

    SettingsReader(ConfigRequest request, Values values, ProblemCollector findings) {
        this.request = request;
        this.values = values;
        this.findings = findings;
        this.whole = new Origin.Whole(request.properties().orElse("configuration"));
    }

    DaemonConfig assemble() {
        String application = required(StreamKeys.APPLICATION_NAME, "application");
        ApplicationSettings applicationSettings = new ApplicationSettings(
                application, tableName(StreamKeys.TABLE, application, ""), workerId(), workerIdDirectory());
        StreamSettings stream = new StreamReader(values, findings, whole).assemble();
        OperationsReader operations = new OperationsReader(values, findings);
        LeaseReader leases = new LeaseReader(values, findings);
        BatchSettings batches = new BatchReader(values, findings).assemble();
        AwsReader awsAssembler = new AwsReader(values, findings);
        AwsSettings aws = awsAssembler.assemble();
        return new DaemonConfig(
                applicationSettings,
                stream,
                processor(batches),
                batches,
                aws,
                new RetrievalReader(values, findings).assemble(application, stream),
                leases.leases(applicationSettings.tableName()),
                leases.balancing(tableName(BalancingKeys.TABLE.name, application, "-WorkerMetricStats")),
                leases.coordinator(tableName(CoordinatorKeys.TABLE.name, application, "-CoordinatorState")),
                new DestinationReader(values, findings)
                        .assemble(awsAssembler, stream, aws.kinesis().region()),
                metrics(application),
                operations.operations(),
                values.require(ProcessorKeys.SHUTDOWN_GRACE));
    }

    /** Defaults that are no constant, for the effective configuration. */
    static Map<String, String> computed(DaemonConfig config) {
        Map<String, String> computed = new TreeMap<>();
        ProcessorSettings processor = config.processor();
        Function<Duration, String> seconds = duration -> Long.toString(duration.toSeconds());
        Function<Duration, String> millis = duration -> Long.toString(duration.toMillis());
        config.application()
                .workerIdDirectory()
                .ifPresent(directory -> computed.put(StreamKeys.WORKER_ID_DIRECTORY.name(), directory.toString()));
        computed.put(StreamKeys.TABLE.name(), config.application().tableName());
        computed.put(ProcessorKeys.INITIALIZE_TIMEOUT.name(), seconds.apply(processor.initializeTimeout()));
        computed.put(ProcessorKeys.SHARD_ENDED_TIMEOUT.name(), seconds.apply(processor.shardEndedTimeout()));
        computed.put(ProcessorKeys.LEASE_LOST_TIMEOUT.name(), seconds.apply(processor.leaseLostTimeout()));
        computed.put(
                ProcessorKeys.SHUTDOWN_REQUESTED_TIMEOUT.name(), seconds.apply(processor.shutdownRequestedTimeout()));
        computeBatches(config, computed);
        computed.put(
                LeaseKeys.ASSIGNMENT_INTERVAL.name(),
                millis.apply(config.leases().assignment().interval()));
        computed.put(
                LeaseKeys.LOCK_HEARTBEAT.name(),
                millis.apply(config.leases().leaderLock().heartbeat()));
        computed.put(
                BalancingKeys.REPORT_INTERVAL.name(),
                millis.apply(config.balancing().reportInterval()));
        computed.put(
                BalancingKeys.FREQUENCY.name(),
                Integer.toString(config.balancing().varianceBalancingFrequency()));
        computed.put(BalancingKeys.TABLE.name.name(), config.balancing().table().name());
        computed.put(
                CoordinatorKeys.TABLE.name.name(),
                config.coordinator().stateTable().name());
        computed.put(MetricsKeys.NAMESPACE.name(), config.metrics().namespace());
        if (config.retrieval() instanceof RetrievalSettings.FanOut fanOut
                && fanOut.consumerArn().isEmpty()) {
            computed.put(RetrievalKeys.CONSUMER_NAME.name(), fanOut.consumerName());
        }
        config.aws().kinesis().region().ifPresent(region -> computed.put(ServiceKeys.KINESIS.region.name(), region));
        return computed;
    }

    private static void computeBatches(DaemonConfig config, Map<String, String> computed) {
        BatchSettings batches = config.batches();
        batches.size().ifPresent(size -> computed.put(BatchKeys.SIZE.name(), Integer.toString(size)));
        batches.bytes().ifPresent(bytes -> computed.put(BatchKeys.BYTES.name(), Long.toString(bytes)));
        if (batches.daemonCheckpoints()) {
            computed.put(ProcessorKeys.CHECKPOINT_AT_SHARD_END.name(), "auto");
        }
    }

    private ProcessorSettings processor(BatchSettings batches) {
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
                new BatchReader(values, findings).atShardEnd(batches),
                values.get(ProcessorKeys.LOG_LEVEL),
                new OperationsReader(values, findings).surroundings());
    }

    private List<String> command() {
        List<String> command = required(ProcessorKeys.EXECUTABLE_NAME, List.of());
        if (!command.isEmpty()) {
            new Executables(request.environment())
                    .problemOf(command.get(0))
                    .ifPresent(problem -> findings.error(
                            values.originOf(ProcessorKeys.EXECUTABLE_NAME),
                            ProcessorKeys.EXECUTABLE_NAME.name(),
                            problem));
        }
        return command;
    }

    private MetricsSettings metrics(String application) {
        return new MetricsSettings(
                values.require(MetricsKeys.LEVEL),
                values.require(MetricsKeys.BACKEND),
                values.get(MetricsKeys.NAMESPACE).orElse(application),
                values.require(MetricsKeys.BUFFER_TIME),
                values.require(MetricsKeys.MAX_QUEUE_SIZE),
                values.require(MetricsKeys.FLUSH_BUFFER),
                values.require(MetricsKeys.DIMENSIONS));
    }

    private Optional<Path> workerIdDirectory() {
        if (values.isGiven(StreamKeys.WORKER_ID)) {
            return Optional.empty();
        }
        return values.get(StreamKeys.WORKER_ID_DIRECTORY)
                .or(() -> StateDirectory.of(request.environment()))
                .filter(directory -> !directory.toString().equals(NOWHERE));
    }

    private String workerId() {
        return values.get(StreamKeys.WORKER_ID)
                .orElseGet(() -> UUID.randomUUID().toString());
    }

    /** A table's own name, or the one that the KCL makes of the application's, which DynamoDB must allow. */
    private String tableName(Key<String> key, String application, String suffix) {
        Optional<String> given = values.get(key);
        String name = given.orElse(application + suffix);
        if (given.isEmpty()
                && values.isGiven(StreamKeys.APPLICATION_NAME)
                && !TABLE_NAME.matcher(name).matches()) {
            findings.error(
                    values.originOf(StreamKeys.APPLICATION_NAME),
                    StreamKeys.APPLICATION_NAME.name(),
                    "makes no name of a DynamoDB table (3 to 255 letters, digits, _ . -): " + ValueTypes.shown(name)
                            + "; choose another or set " + key.name());
        }
        return name;
    }

    private <T> T required(Key<T> key, T standIn) {
        Optional<T> value = values.get(key);
        if (value.isEmpty() && !values.isUnreadable(key)) {
            findings.error(whole, key.name(), "is missing. " + key.doc());
        }
        return value.orElse(standIn);
    }
}
