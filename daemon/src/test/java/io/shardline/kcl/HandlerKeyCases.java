package io.shardline.kcl;

import io.shardline.config.operations.ListenAddress;
import io.shardline.config.processor.HandlerSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The keys of Lambda handlers and HTTP endpoints, which end in the settings. */
final class HandlerKeyCases {

    private HandlerKeyCases() {}

    static void started(KeyCases cases) {
        cases.key(
                "lambdaRuntimes",
                made -> made.config().processor().handler(),
                "7",
                Optional.of(new HandlerSettings.StartedRuntimes(7)));
    }

    static void protocol(KeyCases cases) {
        cases.key(
                "processorProtocol",
                made -> made.config().batches().daemonCheckpointInterval(),
                "lambda",
                Optional.of(Duration.ZERO));
    }

    static void listening(KeyCases cases) {
        cases.key(
                "lambdaListen",
                made -> made.config().processor().handler(),
                "9001",
                Optional.of(new HandlerSettings.RemoteRuntimes(new ListenAddress("127.0.0.1", 9001))));
    }

    static void endpoint(KeyCases cases) {
        cases.key(
                "processorUrl",
                made -> made.config().processor().handler(),
                "http://localhost:8080/events",
                Optional.of(new HandlerSettings.Endpoint(URI.create("http://localhost:8080/events"))));
    }
}
