package io.shardline.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.shardline.aws.AwsClients;
import io.shardline.config.ConfigFixture;
import io.shardline.config.DaemonConfig;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.testing.SystemProperties;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnlineCheckTest {

    private static final String STREAM = """
            {"StreamDescriptionSummary":{"StreamName":"words","StreamARN":"arn:aws:kinesis:eu-west-1:1:stream/words",
            "StreamStatus":"ACTIVE","RetentionPeriodHours":24,"OpenShardCount":4,"ConsumerCount":1,
            "EnhancedMonitoring":[],"StreamCreationTimestamp":1700000000}}
            """;

    @TempDir
    Path folder;

    private final SystemProperties jvm = new SystemProperties();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private HttpServer aws;

    @BeforeEach
    void start() throws IOException {
        jvm.set("aws.cborEnabled", "false");
        aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        aws.createContext("/", exchange -> {
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            String answer = answers.getOrDefault(
                    target.substring(target.indexOf('.') + 1),
                    "{\"__type\":\"com.amazonaws#ResourceNotFoundException\",\"message\":\"there is no such thing\"}");
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(answer.contains("__type") ? 400 : 200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        aws.start();
    }

    @AfterEach
    void stop() {
        aws.stop(0);
        jvm.restore();
    }

    @Test
    void aStreamAndATableThatTheDaemonWillMakeAreGood() throws Exception {
        answers.put("DescribeStreamSummary", STREAM);

        assertThat(check())
                .containsExactly(
                        new OnlineCheck.Finding(
                                true, "stream words: ACTIVE, 4 open shards, keeps 24 hours, 1 consumers"),
                        new OnlineCheck.Finding(
                                true, "lease table word-count: does not exist yet; the daemon will make it"));
    }

    @Test
    void aMissingStreamAndATableOfSomethingElseAreNot() throws Exception {
        answers.put(
                "DescribeTable",
                "{\"Table\":{\"TableStatus\":\"ACTIVE\",\"ItemCount\":7,\"KeySchema\":[{\"AttributeName\":\"id\"}]}}");

        List<OnlineCheck.Finding> findings = check();

        assertThat(findings).noneMatch(OnlineCheck.Finding::good);
        assertThat(findings.get(0).text()).startsWith("stream words: there is no such thing");
        assertThat(findings.get(1).text()).contains("7 items", "is no lease table");
    }

    private List<OnlineCheck.Finding> check() throws InvalidConfigurationException, InterruptedException {
        DaemonConfig config = new ConfigFixture(folder)
                .loadWith(
                        "regionName = eu-west-1",
                        "retrievalMode = POLLING",
                        "endpoint = http://localhost:" + aws.getAddress().getPort(),
                        "AwsCredentialsProvider = StaticCredentialsProvider|a|b")
                .config();
        try (AwsClients clients = AwsClients.open(config)) {
            return OnlineCheck.run(config, clients);
        }
    }
}
