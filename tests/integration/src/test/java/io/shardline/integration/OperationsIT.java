package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.FaultPlan;
import io.shardline.integration.harness.FaultPlan.Fault;
import io.shardline.integration.harness.OperationsClient;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.Repository;
import io.shardline.integration.harness.Requirement;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What operators see of a running daemon. */
@ExtendWith(TestEnvironmentExtension.class)
class OperationsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String STUCK = "shardId-000000000000";

    @Test
    void aShardThatStallsMakesTheDaemonUnreadyUntilItRecovers(TestEnvironment environment) throws IOException {
        environment.createStream(2);
        DaemonProcess daemon = environment.start(environment
                .daemon("a")
                .planned(FaultPlan.of(
                        environment, environment.shards(), List.of(Fault.once("hang", "was killed by signal 9"))))
                .property("httpListen", 0)
                .property("readinessStallMillis", 3000)
                .property("logFormat", "json"));
        daemon.awaitLog("status page and metrics at ", SOON);
        OperationsClient client = OperationsClient.of(daemon.log());
        environment.awaitProcessors(2, SOON);
        await("ready").atMost(SOON).until(() -> client.get("readyz").statusCode() == 200);

        environment.producer().put(Payloads.small(100));

        await("not ready").atMost(SOON).until(() -> client.get("readyz").statusCode() == 503);
        assertThat(client.get("readyz").body()).startsWith("shard " + STUCK + " has made no progress for ");
        assertThat(client.get("livez").statusCode()).isEqualTo(200);
        assertThat(client.shard(STUCK).at("/stalled").asBoolean()).isTrue();
        assertThat(client.get("metrics").body())
                .containsPattern("shardline_stalled_shards\\{application=\"[^\"]*\",stream=\"[^\"]*\"} 1\\.0");

        ProcessHandle.of(client.shard(STUCK).at("/pid").asLong()).orElseThrow().destroyForcibly();

        await("ready again").atMost(SOON).until(() -> client.get("readyz").statusCode() == 200);
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), SOON);
        assertThat(client.shard(STUCK).at("/restarts").asInt()).isEqualTo(1);
        assertThat(client.shard(STUCK).at("/lastFailure").asText()).startsWith("was killed by signal 9");
        assertTellsTheTruth(client, environment);
        keepForOtherTools(client);
        assertLoggedAsJson(daemon);
    }

    @Test
    void aBusyAddressIsOneClearLineAndExitCodeOne(TestEnvironment environment) throws IOException {
        environment.createStream(1);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            DaemonProcess daemon =
                    environment.start(environment.daemon("a").property("httpListen", taken.getLocalPort()));

            assertThat(daemon.awaitExit(SOON)).isEqualTo(1);
            assertThat(daemon.log())
                    .contains("cannot listen at 127.0.0.1:" + taken.getLocalPort()
                            + " (httpListen): Address already in use")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void anAddressThatIsNoneIsAnInvalidConfiguration(TestEnvironment environment) {
        environment.createStream(1);
        DaemonProcess daemon = environment.start(environment.daemon("a").property("httpListen", "localhost"));

        assertThat(daemon.awaitExit(SOON)).isEqualTo(3);
        assertThat(daemon.log()).contains("httpListen").contains("'localhost' is not an address");
    }

    @Test
    void systemdHearsWhenTheDaemonIsReadyAndWhenItStops(TestEnvironment environment) throws IOException {
        Requirement.programs(List.of("systemd-notify"));
        Path socket = Files.createTempDirectory("notify").resolve("socket");
        Path heard = environment.directory().resolve("heard");
        Process systemd = new ProcessBuilder(
                        "python3",
                        Repository.path("tests/config/notify_socket.py").toString(),
                        socket.toString())
                .redirectOutput(heard.toFile())
                .start();
        try {
            await("listening").atMost(SOON).until(() -> Files.exists(socket));
            environment.createStream(1);
            DaemonProcess daemon =
                    environment.start(environment.daemon("a").environment("NOTIFY_SOCKET", socket.toString()));
            environment.awaitProcessors(1, SOON);
            assertThat(heard).content().startsWith("READY=1\n").doesNotContain("STOPPING");
            assertThat(daemon.children())
                    .isNotEmpty()
                    .allSatisfy(child -> assertThat(Path.of("/proc/" + child.pid() + "/environ"))
                            .content(StandardCharsets.ISO_8859_1)
                            .doesNotContain("NOTIFY_SOCKET"));

            daemon.terminate();

            assertThat(daemon.awaitExit(SOON)).isZero();
            assertThat(heard).content().contains("STOPPING=1\n");
            assertThat(daemon.log()).doesNotContain("WARN");
        } finally {
            systemd.destroyForcibly();
        }
    }

    /** The other shard never failed: what was sent is what was put. */
    private void assertTellsTheTruth(OperationsClient client, TestEnvironment environment) {
        environment.put().byShard().forEach((shard, records) -> {
            if (!shard.equals(STUCK)) {
                assertThat(client.meter("shardline_records_delivered_total", shard))
                        .isEqualTo(records.size());
            }
        });
        assertThat(client.status().at("/leasesHeld").asInt()).isEqualTo(2);
        assertThat(client.get("").headers().firstValue("Content-Security-Policy"))
                .isPresent();
    }

    /** What {@code tests/config/check.sh} gives to the tools of others. */
    private static void keepForOtherTools(OperationsClient client) throws IOException {
        Path folder = Repository.path("tests/integration/target").resolve("exposition");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("prometheus.txt"), client.metrics("text/plain"));
        Files.writeString(
                folder.resolve("open-metrics.txt"), client.metrics("application/openmetrics-text; version=1.0.0"));
    }

    private static void assertLoggedAsJson(DaemonProcess daemon) {
        assertThat(daemon.logLines())
                .allSatisfy(line ->
                        assertThat(OperationsClient.parse(line).has("message")).isTrue());
        assertThat(daemon.logLines().stream().map(OperationsClient::parse)).anySatisfy(line -> {
            assertThat(line.at("/message").asText()).isEqualTo("lease acquired");
            assertThat(line.at("/shard").asText()).isEqualTo(STUCK);
            assertThat(line.has("stream")).isTrue();
        });
    }
}
