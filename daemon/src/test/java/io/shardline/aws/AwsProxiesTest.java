package io.shardline.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.config.ConfigFixture;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.config.aws.ProxySettings;
import io.shardline.testing.SystemProperties;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.nio.netty.ProxyConfiguration;

class AwsProxiesTest {

    @TempDir
    Path folder;

    private final SystemProperties jvm = new SystemProperties();

    @AfterEach
    void restoreProperties() {
        jvm.restore();
    }

    /** Notes the first line of each connection and hangs up. */
    private static final class FakeProxy implements AutoCloseable {
        private final ServerSocket socket;
        private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        private final Thread thread = new Thread(this::serve, "fake-proxy");

        FakeProxy() throws IOException {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            thread.start();
        }

        int port() {
            return socket.getLocalPort();
        }

        /** The first line for this host: retries of earlier calls may still come in between. */
        String lineFor(String host) throws InterruptedException {
            String line = asked.poll(10, TimeUnit.SECONDS);
            while (line != null && !line.contains(host)) {
                line = asked.poll(10, TimeUnit.SECONDS);
            }
            return line;
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (Socket client = socket.accept();
                        BufferedReader in = new BufferedReader(
                                new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
                    asked.add(in.readLine());
                } catch (IOException closed) {
                    // The test is over, or the client gave up.
                }
            }
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void callsOfAllThreeClientsGoThroughTheProxyForHttps() throws Exception {
        try (FakeProxy proxy = new FakeProxy();
                AwsClients clients = clients(proxy)) {
            List<Function<AwsClients, CompletableFuture<?>>> calls = List.of(
                    aws -> aws.kinesis().listStreams(),
                    aws -> aws.dynamoDb().listTables(),
                    aws -> aws.cloudWatch().listMetrics());
            List<String> hosts = List.of("kinesis", "dynamodb", "monitoring");
            for (int i = 0; i < calls.size(); i++) {
                CompletableFuture<?> call = calls.get(i).apply(clients);

                assertThat(proxy.lineFor(hosts.get(i)))
                        .startsWith("CONNECT " + hosts.get(i) + ".eu-west-1.amazonaws.com:443 ");
                call.cancel(true);
            }
        }
    }

    @Test
    void theProxyOfTheConfigurationOverridesThoseOfTheProcess() {
        ProxyConfiguration proxy = new AwsProxies(
                        Optional.of(new ProxySettings("ours.example", 8080)),
                        Map.of("HTTPS_PROXY", "http://proxy.example:3128"),
                        new Properties())
                .forScheme("https");

        assertThat(proxy.host()).isEqualTo("ours.example");
        assertThat(proxy.port()).isEqualTo(8080);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "HTTPS_PROXY, http://proxy.example:3128, https, proxy.example, 3128, http, -, -",
                "https_proxy, http://proxy.example:3128, https, proxy.example, 3128, http, -, -",
                "HTTPS_PROXY, proxy.example:3128, https, proxy.example, 3128, http, -, -",
                "HTTPS_PROXY, https://me:pw@proxy.example, https, proxy.example, 443, https, me, pw",
                "HTTP_PROXY, http://proxy.example:3128, http, proxy.example, 3128, http, -, -",
                "HTTP_PROXY, http://proxy.example:3128, https, -, 0, http, -, -"
            })
    void theEnvironmentNamesTheProxyOfAScheme(
            String variable,
            String value,
            String scheme,
            String host,
            int port,
            String proxyScheme,
            String user,
            String pw) {
        ProxyConfiguration proxy =
                new AwsProxies(Optional.empty(), Map.of(variable, value), new Properties()).forScheme(scheme);

        assertThat(proxy.host()).isEqualTo(host);
        assertThat(proxy.port()).isEqualTo(port);
        assertThat(proxy.scheme()).isEqualTo(proxyScheme);
        assertThat(proxy.username()).isEqualTo(user);
        assertThat(proxy.password()).isEqualTo(pw);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "kinesis.eu-west-1.amazonaws.com; amazonaws.com; true",
                "kinesis.eu-west-1.amazonaws.com; .amazonaws.com; true",
                "kinesis.eu-west-1.amazonaws.com; other.example, *.amazonaws.com:443; true",
                "kinesis.eu-west-1.amazonaws.com; zonaws.com; false",
                "kinesis.eu-west-1.amazonaws.com; amazonaws.com.example; false",
                "kinesis.eu-west-1.amazonaws.com; *; true",
                "localhost; other.example; true",
                "127.0.0.1; other.example; true"
            })
    void noProxyNamesHostsAndWhatEndsInThem(String host, String noProxy, boolean direct) {
        Map<String, String> environment = Map.of("HTTPS_PROXY", "http://proxy.example:3128", "NO_PROXY", noProxy);

        assertThat(new AwsProxies(Optional.empty(), environment, new Properties())
                        .forScheme("https").nonProxyHosts().stream().anyMatch(host::matches))
                .isEqualTo(direct);
    }

    @Test
    void theJvmsPropertiesAreStronger() {
        Properties jvm = new Properties();
        jvm.setProperty("https.proxyHost", "jvm.example");
        jvm.setProperty("http.nonProxyHosts", "*.internal|10.*");
        ProxyConfiguration proxy = new AwsProxies(
                        Optional.empty(), Map.of("HTTPS_PROXY", "http://proxy.example:3128"), jvm)
                .forScheme("https");

        assertThat(proxy.host()).isEqualTo("jvm.example");
        assertThat(proxy.port()).isEqualTo(443);
        assertThat(proxy.nonProxyHosts()).anyMatch("kinesis.internal"::matches).noneMatch("kinesis.com"::matches);
    }

    @Test
    void theClientsOfTheSdksOwnCredentialsChainLearnOfTheProxyToo() {
        Properties jvm = new Properties();
        new AwsProxies(
                        Optional.empty(),
                        Map.of("HTTPS_PROXY", "http://proxy.example:3128", "NO_PROXY", "a.example"),
                        jvm)
                .applyToJvm();

        assertThat(jvm)
                .containsEntry("https.proxyHost", "proxy.example")
                .containsEntry("https.proxyPort", "3128")
                .containsEntry("http.nonProxyHosts", "localhost|127.*|[::1]|a.example|*.a.example");
    }

    private AwsClients clients(FakeProxy proxy) throws InvalidConfigurationException {
        jvm.set("https.proxyHost", "localhost");
        jvm.set("https.proxyPort", proxy.port());
        return AwsClients.build(new ConfigFixture(folder)
                .variable("SHARDLINE_REGION_NAME", "eu-west-1")
                .loadWith("AwsCredentialsProvider = StaticCredentialsProvider|a|b")
                .config());
    }
}
