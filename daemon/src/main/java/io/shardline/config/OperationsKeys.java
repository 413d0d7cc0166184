package io.shardline.config;

import static io.shardline.config.ValueTypes.bool;
import static io.shardline.config.ValueTypes.endpoint;
import static io.shardline.config.ValueTypes.millis;
import static io.shardline.config.ValueTypes.oneOf;
import static io.shardline.config.ValueTypes.path;
import static io.shardline.config.ValueTypes.text;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** What operators look at: the HTTP side, the log, metrics that are pushed, the wire. */
final class OperationsKeys {

    static final KeyGroup GROUP = new KeyGroup("Operations");

    static final Key<ListenAddress> HTTP_LISTEN = GROUP.key("httpListen", OperationsTypes.listenAddress())
            .whenUnset("no HTTP")
            .doc("Where health, metrics and the status page are served; a port alone is on the loopback address.");

    static final Key<Duration> READINESS_STALL = GROUP.key("readinessStallMillis", millis(1))
            .defaultsTo("60000")
            .doc("A shard that has work and makes no progress for longer is stalled, and the daemon not ready.");

    static final Key<LogFormat> LOG_FORMAT = GROUP.key("logFormat", oneOf(LogFormat.class))
            .defaultsTo("text")
            .doc("How the daemon logs to standard error: lines for people, or one JSON object a line.");

    static final Key<LogLevel> LOG_LEVEL = GROUP.key("logLevel", oneOf(LogLevel.class))
            .defaultsTo("INFO")
            .doc("The level of the daemon's log; the libraries in it stay at WARN unless logLevels names them.");

    static final Key<Map<String, LogLevel>> LOG_LEVELS = GROUP.key("logLevels", OperationsTypes.loggerLevels())
            .doc("Levels of single loggers, such as software.amazon=INFO,processor=WARN.");

    static final Key<URI> OTLP_ENDPOINT = GROUP.key("otlpEndpoint", endpoint())
            .whenUnset("nothing is pushed")
            .doc("Where metrics are pushed by OTLP over HTTP, such as http://localhost:4318/v1/metrics.");

    static final Key<Map<String, String>> OTLP_HEADERS = GROUP.key("otlpHeaders", OperationsTypes.headers())
            .sensitive()
            .doc("Headers of the push, as name=value,name=value.");

    static final Key<Duration> OTLP_INTERVAL =
            GROUP.key("otlpIntervalMillis", millis(1000)).defaultsTo("60000").doc("How often metrics are pushed.");

    static final Key<String> TRACE_WIRE = GROUP.key("traceWire", text())
            .whenUnset("nothing is traced")
            .doc("The shard whose conversation with its processor is written down, or all of them: all.");

    static final Key<Path> TRACE_FILE = GROUP.key("traceFile", path())
            .defaultsTo("shardline-wire.jsonl")
            .doc("Where to: a transcript in the form of protocol-spec, added to the file's end.");

    static final Key<Boolean> TRACE_DATA = GROUP.key("traceData", bool())
            .defaultsTo("false")
            .doc("Whether the trace has the records' data too; else it is left out.");

    private OperationsKeys() {}
}
