package io.shardline.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.shardline.config.ConfigFixture;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.testing.SdkClients;
import io.shardline.testing.SystemProperties;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsClientsTest {

    @TempDir
    Path folder;

    private final SystemProperties jvm = new SystemProperties();
    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                calls.add(exchange.getProtocol() + " "
                        + exchange.getRequestHeaders().getFirst("X-Amz-Target"));
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(500, -1);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        jvm.restore();
    }

    /** System properties stand for the environment's variables of the same meaning: the SDK reads both alike. */
    @ParameterizedTest
    @CsvSource({"kinesisEndpoint,", "endpoint,", ",aws.endpointUrlKinesis", ",aws.endpointUrl"})
    void pollingAtAnotherEndpointSpeaksHttp11(String key, String property) throws Exception {
        String endpoint = "http://localhost:" + server.getAddress().getPort();
        ConfigFixture fixture = fixture().override("retrievalMode=POLLING");
        if (key != null) {
            fixture.override(key + "=" + endpoint);
        } else {
            jvm.set(property, endpoint);
        }

        try (AwsClients clients = AwsClients.open(fixture.loadWith().config())) {
            var call = clients.kinesis().listStreams();

            assertThat(calls.poll(10, TimeUnit.SECONDS)).isEqualTo("HTTP/1.1 Kinesis_20131202.ListStreams");
            call.cancel(true);
        }
    }

    @Test
    void withoutMetricsNothingIsThereToCallCloudWatch() throws Exception {
        try (AwsClients clients =
                AwsClients.open(fixture().loadWith("metricsLevel = NONE").config())) {
            assertThatThrownBy(() -> clients.cloudWatch().listMetrics())
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void closingIsQuickAndMayBeDoneTwice() throws Exception {
        AwsClients clients = AwsClients.open(fixture().loadWith().config());
        long start = System.nanoTime();

        clients.close();
        clients.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"adaptive_v2", "standard", "legacy"})
    void aRetryModeAndANumberOfTriesGoTogether(String mode) throws Exception {
        try (AwsClients clients = AwsClients.open(fixture()
                .loadWith(
                        "kinesisClient.overrideConfiguration.retryMode = " + mode,
                        "kinesisClient.overrideConfiguration.maxAttempts = 7")
                .config())) {
            var strategy =
                    SdkClients.overrides(clients.kinesis()).retryStrategy().orElseThrow();

            assertThat(strategy.maxAttempts()).isEqualTo(7);
            assertThat(strategy.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT))
                    .contains(mode.replace("_v2", ""));
        }
    }

    @Test
    void withoutARegionTheProblemSaysWhatToSet() throws IOException {
        jvm.set("aws.configFile", Files.writeString(folder.resolve("config"), ""));
        jvm.set("aws.disableEc2Metadata", "true");
        ConfigFixture fixture = new ConfigFixture(folder);

        assertThatThrownBy(() -> AwsClients.open(fixture.loadWith().config()))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("configuration: regionName: is missing, and the AWS SDK finds no region either");
    }

    private ConfigFixture fixture() {
        return new ConfigFixture(folder)
                .override("regionName=eu-west-1")
                .override("AwsCredentialsProvider=StaticCredentialsProvider|a|b");
    }
}
