package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.OperationsClient;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The probes of a running daemon while somebody tries to keep the HTTP server busy. */
@ExtendWith(TestEnvironmentExtension.class)
class HttpAttackIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int PROBES = 20;
    private static final Duration PROMISED = Duration.ofMillis(100);
    /** The machine of the tests may be busy with other things for a moment. */
    private static final Duration AT_MOST = Duration.ofSeconds(1);

    private final List<Socket> attackers = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket attacker : attackers) {
            attacker.close();
        }
    }

    @Test
    void sixHalfRequestsDoNotDelayTheProbes(TestEnvironment environment) throws IOException {
        OperationsClient client = start(environment);

        attack(client, 6, "GET /livez HTTP/1.1\r\nHost: local");

        assertProbesAnswer(client);
    }

    @Test
    void silentConnectionsDoNotKeepTheProbesOut(TestEnvironment environment) throws IOException {
        OperationsClient client = start(environment);

        attack(client, 300, "");

        assertProbesAnswer(client);
    }

    /** Each asks for many pages and reads none of them. */
    @Test
    void clientsThatDoNotReadTheirAnswersDoNotDelayTheProbes(TestEnvironment environment) throws IOException {
        OperationsClient client = start(environment);

        attack(client, 100, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(2000));

        assertProbesAnswer(client);
        assertThat(client.get("metrics").statusCode()).isEqualTo(200);
    }

    private static OperationsClient start(TestEnvironment environment) {
        environment.createStream(1);
        DaemonProcess daemon = environment.start(environment.daemon("a").property("httpListen", 0));
        daemon.awaitLog("status page and metrics at ", SOON);
        environment.awaitProcessors(1, SOON);
        return OperationsClient.of(daemon.log());
    }

    private void attack(OperationsClient client, int connections, String sent) throws IOException {
        URI address = client.address();
        for (int i = 0; i < connections; i++) {
            Socket socket = new Socket(InetAddress.getByName(address.getHost()), address.getPort());
            attackers.add(socket);
            try {
                socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // The server has closed it already.
            }
        }
    }

    /** Each on a connection of its own, as kubelet probes. */
    private static void assertProbesAnswer(OperationsClient client) throws IOException {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < PROBES; i++) {
            long start = System.nanoTime();
            assertThat(client.probe("livez", AT_MOST)).startsWith("HTTP/1.1 200 ");
            times.add(Duration.ofNanos(System.nanoTime() - start));
        }
        times.sort(null);
        assertThat(times.get(PROBES / 2)).as("of %s", times).isLessThan(PROMISED);
    }
}
