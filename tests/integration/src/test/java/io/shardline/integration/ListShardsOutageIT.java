package io.shardline.integration;

import static org.awaitility.Awaitility.await;

import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.Load;
import io.shardline.integration.harness.OwnStack;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import io.shardline.localstack.fault.Fault;
import io.shardline.localstack.fault.Faults;
import io.shardline.localstack.fault.Service;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ListShards fails while records are read. KCL 3.5.1 calls it in the constructor of ProcessTask, for each fetch of a
 * shard that it does not know yet, and drops the fetch if the call fails.
 */
@ExtendWith(TestEnvironmentExtension.class)
@OwnStack
@DisabledIfSystemProperty(
        named = KinesisUnderTest.CHOICE,
        matches = KinesisUnderTest.KINESIS_MOCK,
        disabledReason = "kinesis-mock has no faults on demand")
class ListShardsOutageIT {
    private static final String LIST_SHARDS = "ListShards";
    private static final int UNTIL_CLEARED = 100_000;
    private static final Duration AT_MOST = Duration.ofSeconds(40);

    private Faults faults;

    private static DaemonLaunch daemon(TestEnvironment environment, String name, String retrievalMode) {
        DaemonLaunch launch = environment
                .daemon(name)
                .property("retrievalMode", retrievalMode)
                .property("parentShardPollIntervalMillis", 200)
                .property("failoverTimeMillis", 3000);
        return retrievalMode.equals("FANOUT") ? launch.property("idleTimeBetweenReadsInMillis", null) : launch;
    }

    private void startOutage(TestEnvironment environment) {
        faults = environment.underTest().faults();
        faults.add(Fault.error(Service.KINESIS, LIST_SHARDS, UNTIL_CLEARED));
    }

    @AfterEach
    void endOutage() {
        faults.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLLING", "FANOUT"})
    void aRestartedDaemonDeliversItsBacklog(String retrievalMode, TestEnvironment environment) {
        environment.createStream(2);
        environment.producer().put(Payloads.small(10));
        DaemonProcess first = environment.start(daemon(environment, "a", retrievalMode));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), AT_MOST);
        first.terminate();
        first.awaitExit(AT_MOST);
        environment.producer().put(Payloads.small(300));

        // The daemon's own check at the start passes, as it does when an outage begins a second later.
        environment.underTest().faults().add(Fault.waiting(Service.KINESIS, LIST_SHARDS, 1, Duration.ofMillis(1)));
        startOutage(environment);
        environment.start(daemon(environment, "a", retrievalMode));
        environment.ledger().awaitMessage("processRecords", AT_MOST);
        environment.producer().put(Payloads.small(40));

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), AT_MOST);
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLLING", "FANOUT"})
    void nothingIsLostWhenADaemonJoinsAndAShardSplits(String retrievalMode, TestEnvironment environment) {
        environment.createStream(2);
        environment.start(daemon(environment, "a", retrievalMode));
        environment.awaitProcessors(2, AT_MOST);
        try (Load load = Load.start(environment.producer(), 20, Duration.ofMillis(100))) {
            environment.underTest().faults().add(Fault.waiting(Service.KINESIS, LIST_SHARDS, 1, Duration.ofMillis(1)));
            startOutage(environment);
            environment.start(daemon(environment, "b", retrievalMode));
            awaitLeases(environment, List.of("a", "b"));

            faults.clear(); // the test itself lists the shards
            List<String> halves = environment.split("shardId-000000000000");
            startOutage(environment);
            environment.awaitProcessorsOf(halves, AT_MOST);
            load.awaitMore(100, AT_MOST);
        }

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), AT_MOST);
        Reconciliation.assertNothingLost(environment.put(), environment.ledger());
    }

    private static void awaitLeases(TestEnvironment environment, List<String> owners) {
        await("leases of " + owners)
                .atMost(AT_MOST)
                .until(() -> environment.leaseTable().leases().stream()
                        .map(lease -> lease.owner().orElse(""))
                        .toList()
                        .containsAll(owners));
    }
}
