package io.shardline.config.operations;

import static io.shardline.config.key.NumberTypes.millis;
import static io.shardline.config.key.ValueTypes.bool;
import static io.shardline.config.key.ValueTypes.endpoint;
import static io.shardline.config.key.ValueTypes.oneOf;
import static io.shardline.config.key.ValueTypes.path;

import io.shardline.config.key.Key;
import io.shardline.config.key.KeyGroup;
import io.shardline.config.key.Scope;
import io.shardline.config.key.ValueType;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The keys of operations: HTTP endpoints, log, pushed metrics, wire trace, stop. */
public final class OperationsKeys {

    public static final KeyGroup GROUP = new KeyGroup("Operations");

    static final Key<ListenAddress> HTTP_LISTEN = key("httpListen", OperationsTypes.listenAddress())
            .whenUnset("no HTTP server")
            .doc(
                    "The address on which health, metrics and the status page are served. A port alone means the loopback address.");

    static final Key<Duration> READINESS_STALL = key("readinessStallMillis", millis(1))
            .scope(Scope.APPLICATION)
            .defaultsTo("60000")
            .doc("A shard that has work and makes no progress for this time is stalled, and the daemon is not ready.");

    static final Key<LogSettings.Format> LOG_FORMAT = key("logFormat", oneOf(LogSettings.Format.class))
            .defaultsTo("text")
            .doc("The format of the log on standard error: text, or one JSON object per line.");

    static final Key<LogSettings.Level> LOG_LEVEL = key("logLevel", oneOf(LogSettings.Level.class))
            .defaultsTo("INFO")
            .doc("The level of the daemon's log. Libraries log at WARN unless logLevels names them.");

    static final Key<Map<String, LogSettings.Level>> LOG_LEVELS = key("logLevels", OperationsTypes.loggerLevels())
            .doc("Levels of single loggers, for example software.amazon=INFO,processor=WARN.");

    static final Key<URI> OTLP_ENDPOINT = key("otlpEndpoint", endpoint())
            .whenUnset("nothing is pushed")
            .doc(
                    "The URL to which metrics are pushed by OTLP over HTTP, for example http://localhost:4318/v1/metrics.");

    static final Key<Map<String, String>> OTLP_HEADERS = key("otlpHeaders", OperationsTypes.headers())
            .sensitive()
            .doc("Headers of each push, as name=value,name=value.");

    static final Key<Duration> OTLP_INTERVAL =
            key("otlpIntervalMillis", millis(1000)).defaultsTo("60000").doc("How often metrics are pushed.");

    static final Key<String> TRACE_WIRE = key("traceWire", OperationsTypes.tracedShards())
            .whenUnset("nothing is traced")
            .doc("The id of the shard whose lines to and from the processor are written to traceFile, or all.");

    static final Key<Path> TRACE_FILE = key("traceFile", path())
            .defaultsTo("shardline-wire.jsonl")
            .doc("The file to which the trace is appended, as a transcript in the form of protocol-spec.");

    static final Key<Boolean> TRACE_DATA =
            key("traceData", bool()).defaultsTo("false").doc("Include the data of the records in the trace.");

    static final Key<Duration> SHUTDOWN_GRACE = GROUP.key("shutdownGraceMillis", millis(0))
            .scope(Scope.DAEMON)
            .defaultsTo("20000")
            .doc("How long an orderly stop may take. During this time processors may checkpoint and leases are handed"
                    + " over.");

    static final Key<OperationsSettings.OnApplicationFailure> ON_APPLICATION_FAILURE = key(
                    "onApplicationFailure", oneOf(OperationsSettings.OnApplicationFailure.class))
            .defaultsTo("RESTART")
            .doc(
                    "What happens if one of several applications cannot start, or fails: RESTART starts it again, with"
                            + " pauses of 1 second to 1 minute, while the others continue. EXIT stops the daemon with exit code 1.");

    private OperationsKeys() {}

    private static <T> KeyGroup.Declaration<T> key(String name, ValueType<T> type) {
        return GROUP.key(name, type).extension().scope(Scope.DAEMON);
    }
}
