package io.shardline.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.shardline.config.operations.OtlpSettings;
import io.shardline.config.stream.ApplicationSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OtlpPushTest {
    @Test
    void theMetersArriveAtTheCollectorWithTheHeadersAndTheNames() throws Exception {
        CompletableFuture<String> pushed = new CompletableFuture<>();
        HttpServer collector = collector(pushed);
        try {
            OtlpSettings settings = new OtlpSettings(
                    URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/metrics"),
                    Map.of("Authorization", "Bearer secret"),
                    Duration.ofMinutes(1));

            MeterRegistry registry =
                    OtlpPush.start(settings, new ApplicationSettings("word-count", "table", "a", Optional.empty()));
            registry.counter("shardline.records.delivered", "shard", "shardId-7")
                    .increment(5);
            registry.close();

            assertThat(pushed.get(10, TimeUnit.SECONDS))
                    .startsWith("Bearer secret /v1/metrics ")
                    .contains("shardline.records.delivered", "shardId-7", "word-count");
            assertThat(settings.toString()).doesNotContain("secret");
        } finally {
            collector.stop(0);
        }
    }

    private static HttpServer collector(CompletableFuture<String> pushed) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
            pushed.complete(exchange.getRequestHeaders().getFirst("Authorization") + " " + exchange.getRequestURI()
                    + " " + body);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }
}
