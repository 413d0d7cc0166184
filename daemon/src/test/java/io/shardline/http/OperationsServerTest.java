package io.shardline.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shardline.config.operations.ListenAddress;
import io.shardline.observe.ApplicationIdentity;
import io.shardline.observe.ApplicationMonitor;
import io.shardline.observe.ProcessMonitor;
import io.shardline.observe.ShardMonitor;
import io.shardline.stream.ShardRef;
import io.shardline.testing.MovableClock;
import io.shardline.testing.ShardRefs;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP side as its clients see it. */
class OperationsServerTest {
    private static final String VERSION = "1.0";

    private final MovableClock clock = new MovableClock();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ProcessMonitor process = new ProcessMonitor(meters, clock, phase -> {});
    private final ApplicationMonitor monitor =
            process.add(new ApplicationIdentity("word-count", "words", "a", "polling"), Duration.ofSeconds(60));
    private final HttpClient client = HttpClient.newHttpClient();
    private OperationsServer server;

    @BeforeEach
    void listen() throws IOException {
        server = start(0);
        monitor.health().heartbeat();
        monitor.health().running(() -> 1);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theProbesSayOkOrWhyNot() throws Exception {
        assertThat(get("/livez").body()).isEqualTo("ok\n");
        assertThat(get("/readyz").statusCode()).isEqualTo(200);

        ShardMonitor shard = monitor.open(ShardRefs.of("shardId-7"));
        shard.batchSent(1, 1, 0L);
        clock.advance(Duration.ofSeconds(75));
        monitor.health().heartbeat();

        assertThat(get("/livez").statusCode()).isEqualTo(200);
        HttpResponse<String> unready = get("/readyz");
        assertThat(unready.statusCode()).isEqualTo(503);
        assertThat(unready.body()).isEqualTo("shard shardId-7 has made no progress for 75 s (processing)\n");
    }

    @Test
    void severalApplicationsAreToldApart() throws Exception {
        ApplicationMonitor clicks =
                process.add(new ApplicationIdentity("click-count", "clicks", "b", "fan-out"), Duration.ofSeconds(60));
        ShardMonitor idle = monitor.open(new ShardRef("word-count", "words", "shardId-7"));
        idle.childStarted(1);
        idle.idle();
        ShardMonitor sameId = clicks.open(new ShardRef("click-count", "clicks", "shardId-7"));
        clicks.health().running(() -> 2);
        sameId.batchSent(1, 1, 0L);
        clock.advance(Duration.ofSeconds(75));
        monitor.health().failed("stream words does not exist", Duration.ofSeconds(30));

        assertThat(get("/readyz").body()).isEqualTo("""
                        application word-count: failed: stream words does not exist; it is started again in 30 s
                        application click-count: shard shardId-7 has made no progress for 75 s (processing)
                        """);
        JsonNode status = json("/api/status");
        assertThat(status.at("/daemon/application").isMissingNode()).isTrue();
        assertThat(status.at("/daemon/phase").asText()).isEqualTo("running");
        assertThat(status.at("/leasesHeld").asInt()).isEqualTo(2);
        assertThat(status.at("/applications/0/phase").asText()).isEqualTo("failed");
        assertThat(status.at("/applications/0/failures").asInt()).isEqualTo(1);
        assertThat(status.at("/applications/1/stream").asText()).isEqualTo("clicks");
        assertThat(status.at("/shards/1/application").asText()).isEqualTo("click-count");
        assertThat(get("/metrics").body())
                .contains("shardline_application_running{application=\"word-count\",stream=\"words\"} 0.0")
                .contains("shardline_application_failures_total{application=\"word-count\",stream=\"words\"} 1.0")
                .contains("shardline_application_running{application=\"click-count\",stream=\"clicks\"} 1.0")
                .contains("shardline_events_invoked_total{application=\"click-count\",shard=\"shardId-7\","
                        + "stream=\"clicks\"} 1.0");
    }

    @Test
    void metricsComeInTheFormatThatIsAskedFor() throws Exception {
        assertThat(get("/metrics").headers().firstValue("Content-Type"))
                .hasValue("text/plain; version=0.0.4; charset=utf-8");
        HttpResponse<String> open =
                get("/metrics", "Accept", "application/openmetrics-text; version=1.0.0;q=0.5,text/plain;q=0.3");

        assertThat(open.headers().firstValue("Content-Type"))
                .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(open.body())
                .contains("shardline_stalled_shards{application=\"word-count\",stream=\"words\"}")
                .endsWith("# EOF\n");
    }

    @Test
    void theStatusTellsWhatASessionReported() throws Exception {
        ShardMonitor shard = monitor.open(ShardRefs.of("shardId-7"));
        shard.childStarted(4711);
        shard.idle();
        shard.batchSent(10, 1000, 250L);
        shard.checkpointed("49");
        shard.batchDone(Duration.ofMillis(12));
        clock.advance(Duration.ofSeconds(3));
        shard.failed("exited", "exited with code 3", 1);

        JsonNode status = json("/api/status");

        assertThat(status.at("/daemon/application").asText()).isEqualTo("word-count");
        assertThat(status.at("/stream").asText()).isEqualTo("words");
        assertThat(status.at("/leasesHeld").asInt()).isEqualTo(1);
        JsonNode seen = status.at("/shards/0");
        assertThat(seen.at("/shard").asText()).isEqualTo("shardId-7");
        assertThat(seen.at("/state").asText()).isEqualTo("backing_off");
        assertThat(seen.at("/pid").isNull()).isTrue();
        assertThat(seen.at("/restarts").asInt()).isEqualTo(1);
        assertThat(seen.at("/lastFailure").asText()).isEqualTo("exited with code 3");
        assertThat(seen.at("/checkpoint").asText()).isEqualTo("49");
        assertThat(seen.at("/checkpointAgeMillis").asInt()).isEqualTo(3000);
        assertThat(seen.at("/records").asInt()).isEqualTo(10);
        assertThat(seen.at("/bytes").asInt()).isEqualTo(1000);
        assertThat(seen.at("/lastBatchMillis").asInt()).isEqualTo(12);
        assertThat(seen.at("/attempt").asInt()).isEqualTo(1);
        assertThat(json("/api/history").at("/intervalMillis").asInt()).isEqualTo(5000);
    }

    @Test
    void thePageMayLoadNothingButItselfAndItsOwnData() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'sha256-")
                .doesNotContain("unsafe");
        assertThat(page.body())
                .contains("<html lang=\"en\">")
                .doesNotContainPattern("(src|href)=\"(https?:)?//")
                .doesNotContainPattern("\\son[a-z]+=\"")
                .doesNotContain("style=\"");
    }

    @Test
    void headHasTheHeadersAlone() throws Exception {
        HttpResponse<String> head = client.send(
                HttpRequest.newBuilder(uri("/metrics"))
                        .method("HEAD", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("Content-Length").orElseThrow())
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void nothingButReadingIsAllowed(String method) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(uri("/api/status"))
                        .method(method, BodyPublishers.ofString("x"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @Test
    void anUnknownPathIsNotRepeated() throws Exception {
        HttpResponse<String> answer = get("/etc/passwd?secret=1");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).doesNotContain("passwd", "secret");
    }

    @Test
    void aNameThatPointsToTheLoopbackAddressIsRefused() throws Exception {
        assertThat(raw("GET /api/status HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421 ")
                .doesNotContain("evil");
        assertThat(raw("GET /livez HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aLongAnswerIsCompressedForThoseWhoCan() throws Exception {
        HttpResponse<String> answer = get("/", "Accept-Encoding", "gzip");

        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(get("/", "Accept-Encoding", "gzip;q=0").headers().firstValue("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void anAddressThatCannotBeHadIsOneSentence() {
        assertThatThrownBy(() -> start(server.port()))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot listen at 127.0.0.1:" + server.port() + " (httpListen): Address already in use");
        assertThatThrownBy(
                        () -> OperationsServer.start(new ListenAddress("nowhere.invalid", 0), process, meters, VERSION))
                .hasMessage("cannot listen at nowhere.invalid:0 (httpListen): unknown host");
    }

    @Test
    void manyRequestsAtOnceAreAnsweredOneAfterTheOther() throws Exception {
        int count = 5000;
        String answers =
                raw("GET /livez HTTP/1.1\r\n\r\n".repeat(count) + "GET /nowhere HTTP/1.1\r\nConnection: close\r\n\r\n");

        assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(count + 1);
        assertThat(answers).contains("HTTP/1.1 404 Not Found").endsWith("/api/history\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense\r\n\r\n", "GET /livez HTTP/1.1\r\nContent-Length: x\r\n\r\n"})
    void whatIsNotHttpIsRefusedAndTheConnectionClosed(String request) throws Exception {
        assertThat(raw(request)).startsWith("HTTP/1.1 400 Bad Request");
    }

    @Test
    void aRequestThatIsTooLongIsRefused() throws Exception {
        assertThat(raw("GET /" + "x".repeat(5000) + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 Bad Request");
        assertThat(raw("GET / HTTP/1.1\r\nA: " + "x".repeat(17_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400 Bad Request");
    }

    @Test
    void aTargetWithoutAPathIsNotFound() throws Exception {
        assertThat(raw("GET mailto:x HTTP/1.1\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 404 ");
        assertThat(raw("GET /%zz HTTP/1.1\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void aClientThatDoesNotFinishItsRequestIsDisconnected() throws Exception {
        restart(new HttpLimits(256, 64, 16, Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofSeconds(30)));

        assertThat(raw("GET /livez HTTP/1.1\r\nHost: local")).isEmpty();
    }

    @Test
    void aClientThatDoesNotReadItsAnswersIsDisconnected() throws Exception {
        restart(new HttpLimits(256, 64, 16, Duration.ofSeconds(30), Duration.ofMillis(200), Duration.ofSeconds(30)));
        byte[] page = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10_000_000; i++) {
                            socket.getOutputStream().write(page);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void theOldestConnectionOfAnAddressMakesRoomForANewOne() throws Exception {
        restart(new HttpLimits(256, 2, 16, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30)));

        try (Socket first = new Socket(InetAddress.getLoopbackAddress(), server.port());
                Socket second = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            first.setSoTimeout(5000);
            second.setSoTimeout(5000);
            assertThat(raw("GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 200 ");

            assertThat(first.getInputStream().read()).isEqualTo(-1);
            second.getOutputStream().write("GET /livez HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(second.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
        }
    }

    private void restart(HttpLimits limits) throws IOException {
        server.close();
        server = OperationsServer.start(new ListenAddress("127.0.0.1", 0), process, meters, VERSION, limits);
    }

    private OperationsServer start(int port) throws IOException {
        return OperationsServer.start(new ListenAddress("127.0.0.1", port), process, meters, VERSION);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(get(path).body());
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
