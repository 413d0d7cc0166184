package io.shardline.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the settings of {@link OperationsKeys}, and of what surrounds a processor. */
final class OperationsReader {
    private final Values values;
    private final ProblemCollector findings;

    OperationsReader(Values values, ProblemCollector findings) {
        this.values = values;
        this.findings = findings;
    }

    OperationsSettings operations() {
        return new OperationsSettings(
                values.get(OperationsKeys.HTTP_LISTEN),
                values.require(OperationsKeys.READINESS_STALL),
                new LogSettings(
                        values.require(OperationsKeys.LOG_FORMAT),
                        values.require(OperationsKeys.LOG_LEVEL),
                        values.get(OperationsKeys.LOG_LEVELS).orElse(Map.of())),
                otlp(),
                trace());
    }

    ProcessorSurroundings surroundings() {
        Optional<Path> directory = values.get(ProcessorKeys.WORKING_DIRECTORY);
        if (directory.isPresent() && !Files.isDirectory(directory.get())) {
            findings.error(
                    values.originOf(ProcessorKeys.WORKING_DIRECTORY),
                    ProcessorKeys.WORKING_DIRECTORY.name(),
                    ValueTypes.shown(directory.get().toString()) + " is no folder");
        }
        return new ProcessorSurroundings(
                values.require(ProcessorKeys.ENVIRONMENT),
                values.get(ProcessorKeys.ENVIRONMENT_EXCLUDE).orElse(List.of()),
                directory);
    }

    private Optional<WireTraceSettings> trace() {
        for (Key<?> key : List.of(OperationsKeys.TRACE_FILE, OperationsKeys.TRACE_DATA)) {
            if (values.isGiven(key) && !values.isGiven(OperationsKeys.TRACE_WIRE)) {
                findings.warning(values.originOf(key), key.name(), "has no effect without traceWire");
            }
        }
        return values.get(OperationsKeys.TRACE_WIRE)
                .map(shards -> new WireTraceSettings(
                        shards, values.require(OperationsKeys.TRACE_FILE), values.require(OperationsKeys.TRACE_DATA)));
    }

    private Optional<OtlpSettings> otlp() {
        Map<String, String> headers = values.get(OperationsKeys.OTLP_HEADERS).orElse(Map.of());
        for (Key<?> key : List.of(OperationsKeys.OTLP_HEADERS, OperationsKeys.OTLP_INTERVAL)) {
            if (values.isGiven(key) && !values.isGiven(OperationsKeys.OTLP_ENDPOINT)) {
                findings.warning(values.originOf(key), key.name(), "has no effect without otlpEndpoint");
            }
        }
        return values.get(OperationsKeys.OTLP_ENDPOINT)
                .map(endpoint -> new OtlpSettings(endpoint, headers, values.require(OperationsKeys.OTLP_INTERVAL)));
    }
}
