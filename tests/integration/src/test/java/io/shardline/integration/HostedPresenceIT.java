package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.HostProcess;
import io.shardline.integration.harness.LeaseTable.Lease;
import io.shardline.integration.harness.LedgerEntry.Message;
import io.shardline.integration.harness.OperationsClient;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** Leases are held only while the application is there. */
@ExtendWith(TestEnvironmentExtension.class)
class HostedPresenceIT {
    private static final Duration START = Duration.ofSeconds(40);

    private static DaemonLaunch daemon(TestEnvironment environment) {
        return environment.daemon("a").hosted(environment.hostAddress()).property("httpListen", "0");
    }

    private static long leasesOf(TestEnvironment environment, String worker) {
        return environment.leaseTable().leases().stream()
                .filter(lease -> lease.owner().equals(Optional.of(worker)))
                .count();
    }

    @Test
    void noLeaseIsTakenBeforeTheApplicationListens(TestEnvironment environment) {
        environment.createStream(2);
        environment.producer().put(Payloads.small(20));
        DaemonProcess daemon = environment.start(daemon(environment));
        daemon.awaitLog("the application does not listen at", START);
        OperationsClient operations = OperationsClient.of(daemon.log());

        assertThat(operations.get("livez").statusCode()).isEqualTo(200);
        assertThat(operations.get("readyz").statusCode()).isEqualTo(503);
        assertThat(operations.get("readyz").body()).contains("the application does not listen at unix:");
        JsonNode waiting = operations.status().path("application");
        assertThat(waiting.path("state").asText()).isEqualTo("waiting");
        assertThat(waiting.path("address").asText()).isEqualTo(environment.hostAddress());

        environment.startHost();

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), START);
        await("ready").atMost(START).until(() -> operations.get("readyz").statusCode() == 200);
        JsonNode present = operations.status().path("application");
        assertThat(present.path("state").asText()).isEqualTo("present");
        assertThat(present.path("name").asText()).isEqualTo("ledger");
        assertThat(present.path("version").asText()).isEqualTo("1");
        assertThat(operations.metrics("text/plain"))
                .containsPattern(
                        "shardline_application_state\\{application=\"[^\"]*\",state=\"present\",stream=\"[^\"]*\"} 1");
    }

    @DisabledIfSystemProperty(
            named = "kinesis.emulator",
            matches = "kinesis-mock",
            disabledReason = "kinesis-mock answers too slowly for a bound of seconds")
    @Test
    void anApplicationThatLeavesHandsItsShardsToAnotherDaemonWithinThreeSeconds(TestEnvironment environment) {
        environment.createStream(4);
        HostProcess leaving = environment.startHost();
        environment.start(daemon(environment));
        environment.producer().put(Payloads.small(200));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), START);
        String other = environment.hostAddress() + "2";
        environment.startHostAt(other);
        environment
                .start(environment.daemon("b").hosted(other).property("httpListen", "0"))
                .awaitLog("ready: waiting for shards", START);

        long left = System.nanoTime();
        leaving.leave();

        await("all shards with the other daemon")
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(3))
                .until(() -> leasesOf(environment, "b") == 4);
        System.out.println("leases moved " + (System.nanoTime() - left) / 1_000_000 + " ms after the application left");
        assertThat(leaving.awaitExit(Duration.ofSeconds(5))).isZero();
        environment.producer().put(Payloads.small(200));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), START);
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
    }

    @Test
    void anApplicationThatIsKilledAndBackGetsItsShardsWithinTwoSecondsAtItsCheckpoints(TestEnvironment environment) {
        environment.createStream(4);
        HostProcess first = environment.startHost();
        DaemonProcess daemon = environment.start(daemon(environment));
        environment.producer().put(Payloads.small(200));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), START);

        first.kill();
        daemon.awaitLog("to=away", Duration.ofSeconds(3));
        environment.ledger().mark();
        HostProcess second = environment.startHost();
        long back = System.nanoTime();

        await("all shards again")
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(2))
                .until(() -> environment.ledger().sinceMark(Message.class).stream()
                                .filter(message -> message.action().equals("initialize"))
                                .count()
                        == 4);
        System.out.println("shards back after " + (System.nanoTime() - back) / 1_000_000 + " ms");
        assertThat(second.isAlive()).isTrue();
        assertThat(leasesOf(environment, "a")).isEqualTo(4);
        environment.producer().put(Payloads.small(200));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), START);
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
        assertThat(daemon.logLines()).filteredOn(line -> line.contains("ERROR")).isEmpty();
    }

    @Test
    void anApplicationThatStaysAwayLosesItsLeasesAndGetsThemBack(TestEnvironment environment) {
        environment.createStream(2);
        HostProcess first = environment.startHost();
        DaemonProcess daemon = environment.start(daemon(environment).property("processorAwaySeconds", 2));
        environment.producer().put(Payloads.small(50));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), START);

        first.kill();

        await("leases released")
                .atMost(Duration.ofSeconds(10))
                .until(() -> environment.leaseTable().leases().stream()
                        .map(Lease::owner)
                        .allMatch(Optional::isEmpty));
        OperationsClient operations = OperationsClient.of(daemon.log());
        await("waiting")
                .atMost(START)
                .until(() -> operations
                        .status()
                        .path("application")
                        .path("state")
                        .asText()
                        .equals("waiting"));
        assertThat(operations.get("livez").statusCode()).isEqualTo(200);
        environment.startHost();
        environment.producer().put(Payloads.small(50));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), START);
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
        daemon.terminate();
        assertThat(daemon.awaitExit(Duration.ofSeconds(20))).isZero();
    }
}
