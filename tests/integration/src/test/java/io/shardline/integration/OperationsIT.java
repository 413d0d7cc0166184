package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardline.integration.harness.Accounts;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.FaultPlan;
import io.shardline.integration.harness.FaultPlan.Fault;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Trial;
import io.shardline.integration.harness.TrialExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What operators see of a running daemon. */
@ExtendWith(TrialExtension.class)
class OperationsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+/");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String STUCK = "shardId-000000000000";

    private final HttpClient client = HttpClient.newHttpClient();
    private String address;

    @Test
    void aShardThatStallsMakesTheDaemonUnreadyUntilItRecovers(Trial trial) {
        trial.createStream(2);
        DaemonProcess daemon = trial.start(trial.daemon("a")
                .planned(FaultPlan.of(trial, trial.shards(), List.of(Fault.once("hang", "was killed by signal 9"))))
                .property("httpListen", 0)
                .property("readinessStallMillis", 3000)
                .property("logFormat", "json"));
        findAddress(daemon);
        trial.awaitProcessors(2, SOON);
        await("ready").atMost(SOON).until(() -> get("readyz").statusCode() == 200);

        trial.producer().put(Payloads.small(100));

        await("not ready").atMost(SOON).until(() -> get("readyz").statusCode() == 503);
        assertThat(get("readyz").body()).startsWith("shard " + STUCK + " has made no progress for ");
        assertThat(get("livez").statusCode()).isEqualTo(200);
        assertThat(stuck().at("/stalled").asBoolean()).isTrue();
        assertThat(get("metrics").body()).containsPattern("shardline_stalled_shards\\{stream=\"[^\"]*\"} 1\\.0");

        ProcessHandle.of(stuck().at("/pid").asLong()).orElseThrow().destroyForcibly();

        await("ready again").atMost(SOON).until(() -> get("readyz").statusCode() == 200);
        Accounts.awaitConfirmed(trial.put(), trial.ledger(), SOON);
        assertThat(stuck().at("/restarts").asInt()).isEqualTo(1);
        assertThat(stuck().at("/lastFailure").asText()).startsWith("was killed by signal 9");
        assertTellsTheTruth(trial);
        assertLoggedAsJson(daemon);
    }

    @Test
    void aBusyAddressIsOneClearLineAndExitCodeOne(Trial trial) throws IOException {
        trial.createStream(1);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            DaemonProcess daemon = trial.start(trial.daemon("a").property("httpListen", taken.getLocalPort()));

            assertThat(daemon.awaitExit(SOON)).isEqualTo(1);
            assertThat(daemon.log())
                    .contains("cannot listen at 127.0.0.1:" + taken.getLocalPort()
                            + " (httpListen): Address already in use")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void anAddressThatIsNoneIsAnInvalidConfiguration(Trial trial) {
        trial.createStream(1);
        DaemonProcess daemon = trial.start(trial.daemon("a").property("httpListen", "localhost"));

        assertThat(daemon.awaitExit(SOON)).isEqualTo(3);
        assertThat(daemon.log()).contains("httpListen").contains("'localhost' is no address");
    }

    /** The other shard never failed: what was sent is what was put. */
    private void assertTellsTheTruth(Trial trial) {
        trial.put().byShard().forEach((shard, records) -> {
            if (!shard.equals(STUCK)) {
                assertThat(get("metrics").body())
                        .containsPattern("shardline_records_delivered_total\\{shard=\"" + shard
                                + "\",stream=\"[^\"]*\"} " + records.size() + "\\.0");
            }
        });
        assertThat(json("api/status").at("/leasesHeld").asInt()).isEqualTo(2);
        assertThat(get("").headers().firstValue("Content-Security-Policy")).isPresent();
    }

    private static void assertLoggedAsJson(DaemonProcess daemon) {
        assertThat(daemon.logLines())
                .allSatisfy(line -> assertThat(parse(line).has("message")).isTrue());
        assertThat(daemon.logLines().stream().map(OperationsIT::parse)).anySatisfy(line -> {
            assertThat(line.at("/message").asText()).isEqualTo("shard taken");
            assertThat(line.at("/shard").asText()).isEqualTo(STUCK);
            assertThat(line.has("stream")).isTrue();
        });
    }

    private void findAddress(DaemonProcess daemon) {
        daemon.awaitLog("status page and metrics at ", SOON);
        // In JSON every slash is escaped.
        Matcher matcher = ADDRESS.matcher(daemon.log().replace("\\/", "/"));
        assertThat(matcher.find()).isTrue();
        address = matcher.group();
    }

    private JsonNode stuck() {
        for (JsonNode shard : json("api/status").get("shards")) {
            if (shard.at("/shard").asText().equals(STUCK)) {
                return shard;
            }
        }
        throw new AssertionError(STUCK + " is not in the status");
    }

    private JsonNode json(String path) {
        return parse(get(path).body());
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    private HttpResponse<String> get(String path) {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
