package io.shardline.config.operations;

import io.shardline.config.key.Key;
import io.shardline.config.key.ValueTypes;
import io.shardline.config.source.ProblemCollector;
import io.shardline.config.source.SmallFile;
import io.shardline.config.source.Values;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the settings of {@link OperationsKeys} and {@link MetricsKeys}. */
public final class OperationsReader {
    private final Values values;
    private final ProblemCollector problems;

    /** Makes the reader of one configuration. */
    public OperationsReader(Values values, ProblemCollector problems) {
        this.values = values;
        this.problems = problems;
    }

    /** {@return the settings; with stand-ins for what is a problem} */
    public OperationsSettings operations() {
        return new OperationsSettings(
                values.get(OperationsKeys.HTTP_LISTEN),
                values.require(OperationsKeys.READINESS_STALL),
                values.require(OperationsKeys.SHUTDOWN_GRACE),
                new LogSettings(
                        values.require(OperationsKeys.LOG_FORMAT),
                        values.require(OperationsKeys.LOG_LEVEL),
                        values.get(OperationsKeys.LOG_LEVELS).orElse(Map.of())),
                values.require(OperationsKeys.ON_APPLICATION_FAILURE),
                otlp(),
                trace());
    }

    /**
     * Reads the KCL's metrics.
     *
     * @param application the default of the namespace
     */
    public MetricsSettings metrics(String application) {
        return new MetricsSettings(
                values.require(MetricsKeys.LEVEL),
                values.require(MetricsKeys.BACKEND),
                values.getOrCompute(MetricsKeys.NAMESPACE, () -> application),
                values.require(MetricsKeys.BUFFER_TIME),
                values.require(MetricsKeys.MAX_QUEUE_SIZE),
                values.require(MetricsKeys.FLUSH_BUFFER),
                values.require(MetricsKeys.DIMENSIONS));
    }

    private Optional<WireTraceSettings> trace() {
        warnWithout(OperationsKeys.TRACE_WIRE, List.of(OperationsKeys.TRACE_FILE, OperationsKeys.TRACE_DATA));
        values.get(OperationsKeys.TRACE_FILE).filter(SmallFile::isNamedPipe).ifPresent(this::refusePipe);
        return values.get(OperationsKeys.TRACE_WIRE)
                .map(shards -> new WireTraceSettings(
                        shards, values.require(OperationsKeys.TRACE_FILE), values.require(OperationsKeys.TRACE_DATA)));
    }

    private void refusePipe(Path file) {
        problems.error(
                values.originOf(OperationsKeys.TRACE_FILE),
                OperationsKeys.TRACE_FILE.name(),
                ValueTypes.shown(file.toString()) + " is a pipe: the shards would stop whenever nobody reads it");
    }

    private Optional<OtlpSettings> otlp() {
        warnWithout(OperationsKeys.OTLP_ENDPOINT, List.of(OperationsKeys.OTLP_HEADERS, OperationsKeys.OTLP_INTERVAL));
        return values.get(OperationsKeys.OTLP_ENDPOINT)
                .map(endpoint -> new OtlpSettings(
                        endpoint,
                        values.get(OperationsKeys.OTLP_HEADERS).orElse(Map.of()),
                        values.require(OperationsKeys.OTLP_INTERVAL)));
    }

    private void warnWithout(Key<?> needed, List<Key<?>> keys) {
        if (values.isGiven(needed)) {
            return;
        }
        for (Key<?> key : keys) {
            if (values.isGiven(key)) {
                problems.warning(values.originOf(key), key.name(), "has no effect without " + needed.name());
            }
        }
    }
}
