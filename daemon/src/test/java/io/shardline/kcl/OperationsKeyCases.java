package io.shardline.kcl;

import io.shardline.config.operations.ListenAddress;
import io.shardline.config.operations.LogSettings;
import io.shardline.config.operations.OperationsSettings;
import io.shardline.config.operations.OtlpSettings;
import io.shardline.config.operations.WireTraceSettings;
import io.shardline.config.processor.ProcessLaunchSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What operators look at, and what surrounds a processor. */
final class OperationsKeyCases {
    private static final String COLLECTOR = "http://collector:4318/v1/metrics";

    private OperationsKeyCases() {}

    static void operations(KeyCases cases) {
        cases.key(
                        "httpListen",
                        made -> made.config().operations().httpListen(),
                        "9180",
                        Optional.of(new ListenAddress("127.0.0.1", 9180)),
                        "[::1]:0",
                        Optional.of(new ListenAddress("[::1]", 0)),
                        "*:80",
                        Optional.of(new ListenAddress("0.0.0.0", 80)))
                .key(
                        "readinessStallMillis",
                        made -> made.config().operations().readinessStall(),
                        "10",
                        Duration.ofMillis(10))
                .key(
                        "onApplicationFailure",
                        made -> made.config().operations().onApplicationFailure(),
                        "exit",
                        OperationsSettings.OnApplicationFailure.EXIT)
                .key("logFormat", made -> made.config().operations().log().format(), "json", LogSettings.Format.JSON)
                .key("logLevel", made -> made.config().operations().log().level(), "debug", LogSettings.Level.DEBUG)
                .key(
                        "logLevels",
                        made -> made.config().operations().log().levels(),
                        "io.netty=trace, processor=WARN",
                        Map.of("io.netty", LogSettings.Level.TRACE, "processor", LogSettings.Level.WARN))
                .key(
                        "otlpEndpoint",
                        made -> made.config().operations().otlp(),
                        COLLECTOR,
                        Optional.of(new OtlpSettings(URI.create(COLLECTOR), Map.of(), Duration.ofMinutes(1))));
    }

    static void trace(KeyCases cases) {
        cases.key(
                        "traceWire",
                        made -> made.config().operations().trace(),
                        "shardId-000000000007",
                        Optional.of(
                                new WireTraceSettings("shardId-000000000007", Path.of("shardline-wire.jsonl"), false)))
                .with("traceWire = all")
                .key(
                        "traceFile",
                        made -> made.config().operations().trace().orElseThrow().file(),
                        "/tmp/wire.jsonl",
                        Path.of("/tmp/wire.jsonl"))
                .key(
                        "traceData",
                        made -> made.config().operations().trace().orElseThrow().data(),
                        "true",
                        true,
                        "false",
                        false);
    }

    static void push(KeyCases cases) {
        cases.key(
                        "otlpHeaders",
                        made -> made.config().operations().otlp().orElseThrow().headers(),
                        "Authorization=Bearer a=b,x=",
                        Map.of("Authorization", "Bearer a=b", "x", ""))
                .key(
                        "otlpIntervalMillis",
                        made -> made.config().operations().otlp().orElseThrow().interval(),
                        "1000",
                        Duration.ofSeconds(1));
    }

    static void surroundings(KeyCases cases) {
        cases.key(
                        "processorEnvironment",
                        made -> made.config().processor().launch().environment(),
                        "minimal",
                        ProcessLaunchSettings.Environment.MINIMAL)
                .key(
                        "processorEnvironmentExclude",
                        made -> made.config().processor().launch().exclude(),
                        "AWS_*, SECRET",
                        List.of("AWS_*", "SECRET"))
                .key(
                        "processorWorkingDirectory",
                        made -> made.config().processor().launch().directory(),
                        "/",
                        Optional.of(Path.of("/")));
    }
}
