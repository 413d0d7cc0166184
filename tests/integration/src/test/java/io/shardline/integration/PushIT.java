package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.DiscardedFiles;
import io.shardline.integration.harness.Payload;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.Repository;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An HTTP endpoint in another process receives the records of all shards. */
@ExtendWith(TestEnvironmentExtension.class)
class PushIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @Test
    void postsEveryRecordAndWaitsForAnEndpointThatIsAway(TestEnvironment environment) throws IOException {
        int port = freePort();
        environment.createStream(4);
        List<Payload> records = new ArrayList<>(Payloads.small(5000));
        records.set(2345, new Payload("poison", "the poison record".getBytes(StandardCharsets.UTF_8)));
        environment.producer().put(records);
        DiscardedFiles discarded = new DiscardedFiles(environment.directory().resolve("discarded"));
        DaemonProcess daemon = environment.start(environment
                .daemon("a")
                .property("executableName", null)
                .property("processorUrl", "http://127.0.0.1:" + port + "/events")
                .property("batchSize", 100)
                .property("bisectBatchOnFailure", true)
                .property("maximumRetryAttempts", 1)
                .property("onFailure", "file:discarded"));
        daemon.awaitLog("the endpoint accepts no events", TIMEOUT);

        Process endpoint = endpoint(environment, port);
        try {
            environment.ledger().awaitRecords(500, TIMEOUT);
            endpoint.destroyForcibly();
            endpoint = endpoint(environment, port);
            Reconciliation.awaitConfirmedOrDiscarded(environment.put(), environment.ledger(), discarded, TIMEOUT);
        } finally {
            endpoint.destroyForcibly();
        }
        assertThat(discarded.messages()).hasSize(1);
        assertThat(environment.ledger().confirmed()).hasSize(4999);
    }

    private static Process endpoint(TestEnvironment environment, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "python3",
                        Repository.path("tests/lambda/python/ledger_endpoint.py")
                                .toString(),
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(environment.directory().resolve("endpoint.log").toFile());
        builder.environment()
                .put("LEDGER", environment.directory().resolve("ledger").toString());
        return builder.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
