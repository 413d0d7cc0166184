package io.shardline.integration.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.DiscardedFiles;
import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.LedgerEntry.Delivery;
import io.shardline.integration.harness.LedgerEntry.Started;
import io.shardline.integration.harness.Payload;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many shards share few runtimes; runtimes that others start; Powertools for AWS Lambda. */
@Tag("languages")
@ExtendWith(TestEnvironmentExtension.class)
@DisabledIfSystemProperty(
        named = KinesisUnderTest.CHOICE,
        matches = KinesisUnderTest.KINESIS_MOCK,
        disabledReason = "about processors, not about Kinesis")
class LambdaPoolIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final int SHARDS = 64;

    @Test
    void serves64ShardsWithFourProcessesAndLetsNoneWaitForLong(TestEnvironment environment) {
        LambdaClient.PYTHON.require();
        environment.createStream(SHARDS);
        environment.producer().put(Payloads.small(6400));

        DaemonProcess daemon = environment.start(LambdaClient.PYTHON
                .daemon(environment)
                .environment("PACE_MILLIS", "20")
                .property("lambdaRuntimes", 4)
                .property("batchSize", 10));

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), TIMEOUT);
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
        assertThat(environment.ledger().entries(Started.class)).hasSizeLessThanOrEqualTo(4);
        Duration longest = longestWait(environment);
        System.out.println(
                "64 shards, 4 runtimes, 20 ms a batch: a shard waited " + longest.toMillis() + " ms at most");
        assertThat(longest).isLessThan(Duration.ofSeconds(10));
        assertThat(daemon.log()).doesNotContain("ERROR");
    }

    @Test
    void givesEventsToRuntimesThatOthersStart(TestEnvironment environment) throws Exception {
        LambdaClient.PYTHON.require();
        int port = freePort();
        environment.createStream(4);
        environment.producer().put(Payloads.small(2000));
        DaemonProcess daemon = environment.start(LambdaClient.PYTHON
                .daemon(environment)
                .property("executableName", null)
                .property("lambdaListen", port)
                .property("batchSize", 50));

        daemon.awaitLog("the Lambda runtime API listens", TIMEOUT); // a runtime ends if nobody listens

        List<Process> runtimes = new ArrayList<>();
        try {
            runtimes.add(runtime(environment, port));
            environment.ledger().awaitRecords(100, TIMEOUT);
            runtimes.add(runtime(environment, port));
            Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), TIMEOUT);
            Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
        } finally {
            runtimes.forEach(Process::destroyForcibly);
        }
    }

    @Test
    void runsPowertoolsBatchProcessingWithPartialFailures(TestEnvironment environment) {
        LambdaClient.PYTHON.require();
        environment.createStream(2);
        List<Payload> records = new ArrayList<>(Payloads.small(1000));
        records.set(321, new Payload("poison", "the poison record".getBytes(StandardCharsets.UTF_8)));
        environment.producer().put(records);
        DiscardedFiles discarded = new DiscardedFiles(environment.directory().resolve("discarded"));

        environment.start(LambdaClient.PYTHON
                .daemon(environment)
                .property("executableName", "python3 -m awslambdaric powertools_handler.handler")
                .property("batchSize", 100)
                .property("bisectBatchOnFailure", true)
                .property("maximumRetryAttempts", 1)
                .property("onFailure", "file:discarded"));

        Reconciliation.awaitConfirmedOrDiscarded(environment.put(), environment.ledger(), discarded, TIMEOUT);
        assertThat(discarded.messages()).hasSize(1);
        assertThat(environment.ledger().confirmed()).hasSize(999);
    }

    /** {@return the longest time between two deliveries to one shard that had records} */
    private static Duration longestWait(TestEnvironment environment) {
        Map<String, List<Delivery>> byShard = environment.ledger().entries(Delivery.class).stream()
                .collect(Collectors.groupingBy(delivery -> delivery.record().shard()));
        long longest = 0;
        for (List<Delivery> deliveries : byShard.values()) {
            for (int i = 1; i < deliveries.size(); i++) {
                longest = Math.max(
                        longest,
                        deliveries.get(i).order() - deliveries.get(i - 1).order());
            }
        }
        return Duration.ofNanos(longest);
    }

    private static Process runtime(TestEnvironment environment, int port) throws IOException {
        Path folder = LambdaClient.folder();
        ProcessBuilder builder = new ProcessBuilder("python3", "-m", "awslambdaric", "ledger_handler.handler")
                .redirectErrorStream(true)
                .redirectOutput(environment.directory().resolve("runtime.log").toFile());
        builder.environment().put("PYTHONPATH", folder + "/target/python:" + folder + "/python");
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + port);
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
