package io.shardline.kcl;

import io.shardline.config.operations.LogSettings;
import io.shardline.config.processor.HostedSettings;
import io.shardline.config.processor.ProcessorAddress;
import io.shardline.config.processor.ProcessorSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Our own keys, which end in the settings. */
final class ProcessorKeyCases {

    private ProcessorKeyCases() {}

    static void processor(KeyCases cases) {
        cases.key(
                        "executableName",
                        made -> made.config().processor().command(),
                        "app -x 'a b'",
                        List.of("app", "-x", "a b"))
                .key(
                        "timeoutInSeconds",
                        made -> made.config().processor().timeouts().processRecords(),
                        "7",
                        Optional.of(Duration.ofSeconds(7)))
                .key(
                        "initializeTimeoutInSeconds",
                        made -> made.config().processor().timeouts().initialize(),
                        "8",
                        Duration.ofSeconds(8))
                .key(
                        "shardEndedTimeoutInSeconds",
                        made -> made.config().processor().timeouts().shardEnded(),
                        "8",
                        Duration.ofSeconds(8))
                .key(
                        "leaseLostTimeoutInSeconds",
                        made -> made.config().processor().timeouts().leaseLost(),
                        "8",
                        Duration.ofSeconds(8))
                .key(
                        "shutdownRequestedTimeoutInSeconds",
                        made -> made.config().processor().timeouts().shutdownRequested(),
                        "8",
                        Duration.ofSeconds(8))
                .key(
                        "processorStopWaitMillis",
                        made -> made.config().processor().stopWait(),
                        "10",
                        Duration.ofMillis(10),
                        "0",
                        Duration.ZERO)
                .key(
                        "processorTermWaitMillis",
                        made -> made.config().processor().termWait(),
                        "10",
                        Duration.ofMillis(10),
                        "0",
                        Duration.ZERO)
                .key("maxLineBytes", made -> made.config().processor().maxLineBytes(), "2048", 2048)
                .key(
                        "onProcessorFailure",
                        made -> made.config().processor().onFailure(),
                        "exit",
                        ProcessorSettings.OnFailure.EXIT)
                .key(
                        "processorLogLevel",
                        made -> made.config().processor().logLevel(),
                        "warn",
                        Optional.of(LogSettings.Level.WARN))
                .key(
                        "deadlines",
                        made -> made.config().processor().timeouts().enforced(),
                        "warn",
                        false,
                        "enforce",
                        true)
                .key(
                        "shutdownGraceMillis",
                        made -> made.config().operations().shutdownGrace(),
                        "30000",
                        Duration.ofSeconds(30),
                        "0",
                        Duration.ZERO);
    }

    static void hosted(KeyCases cases) {
        cases.with("processorAddress = auto")
                .key("processorAddress", made -> hosted(made).address(), "auto", new ProcessorAddress.Auto())
                .key(
                        "processorAwaySeconds",
                        made -> hosted(made).away(),
                        "7",
                        Duration.ofSeconds(7),
                        "0",
                        Duration.ZERO)
                .key("processorConnectTimeoutMillis", made -> hosted(made).connectTimeout(), "7", Duration.ofMillis(7))
                .key("maxConcurrentBatches", made -> hosted(made).maxConcurrentBatches(), "7", OptionalInt.of(7))
                .key("processorRemote", made -> hosted(made).address().isLocal(), "refuse", true)
                .with();
    }

    private static HostedSettings hosted(KeyCases.Made made) {
        return made.config().processor().hosted().orElseThrow();
    }
}
