package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.HostProcess;
import io.shardline.integration.harness.LedgerEntry;
import io.shardline.integration.harness.LedgerEntry.Message;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Processes;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.Repository;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One application that listens receives the records of all shards. */
@ExtendWith(TestEnvironmentExtension.class)
class HostedDeliveryIT {

    @Test
    void oneProcessReceivesEveryRecordOfFourShardsOnceInOrder(TestEnvironment environment) {
        environment.createStream(4);
        environment.producer().put(Payloads.mixed(environment.underTest().records(5_000), 1));
        HostProcess host = environment.startHost();

        environment.start(environment.daemon("a").hosted(environment.hostAddress()));

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(60));
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
        List<Message> initialize = environment.ledger().messages("initialize");
        assertThat(initialize).hasSize(4);
        assertThat(initialize).extracting(message -> message.child().pid()).containsOnly(host.pid());
        assertThat(initialize).allSatisfy(message -> {
            assertThat(message.content().path("protocol").asInt()).isEqualTo(1);
            assertThat(message.content().path("application").asText()).isEqualTo(environment.name());
            assertThat(message.content().path("worker").asText()).isEqualTo("a");
            assertThat(message.content().path("streamName").asText()).isEqualTo(environment.name());
            assertThat(message.content().path("fence").asText()).matches("[0-9]+");
            assertThat(message.content().path("timeoutMillis").asLong()).isBetween(100_000L, 120_000L);
        });
    }

    @Test
    void aDaemonThatStopsEndsTheConnectionsAndNotTheApplication(TestEnvironment environment) throws IOException {
        environment.createStream(2);
        environment.producer().put(Payloads.small(50));
        String address = "127.0.0.1:" + freePort();
        HostProcess host = environment.startHostAt(address);
        DaemonProcess daemon = environment.start(environment.daemon("a").hosted(address));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(60));

        daemon.terminate();

        assertThat(daemon.awaitExit(Duration.ofSeconds(20))).isZero();
        assertThat(host.isAlive()).isTrue();
        assertThat(environment.ledger().entries(LedgerEntry.Ended.class)).hasSize(2);
        assertThat(environment.ledger().messages("shutdownRequested")).hasSize(2);
    }

    @Test
    void theDaemonStartsTheOneProgramAgainWhenItIsKilledAndEndsItAtAStop(TestEnvironment environment) {
        environment.createStream(2);
        environment.producer().put(Payloads.small(50));
        DaemonProcess daemon = environment.start(environment
                .daemon("a")
                .property(
                        "executableName",
                        "python3 " + Repository.path("tests/processors/host.py") + " --directory "
                                + environment.directory().resolve("ledger") + " --owner host")
                .property("processorAddress", "auto"));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(60));
        long first = environment.ledger().messages("initialize").get(0).child().pid();

        Processes.kill(first);
        environment.ledger().mark();
        environment.producer().put(Payloads.small(50));

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(60));
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
        assertThat(environment.ledger().sinceMark(Message.class))
                .extracting(message -> message.child().pid())
                .isNotEmpty()
                .doesNotContain(first);
        daemon.terminate();
        assertThat(daemon.awaitExit(Duration.ofSeconds(20))).isZero();
        daemon.awaitChildrenGone(Duration.ofSeconds(2));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
