package io.shardline.integration;

import static org.awaitility.Awaitility.await;

import io.shardline.integration.harness.Accounts;
import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.Load;
import io.shardline.integration.harness.OwnStack;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Trial;
import io.shardline.integration.harness.TrialExtension;
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
@ExtendWith(TrialExtension.class)
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

    private static DaemonLaunch daemon(Trial trial, String name, String retrievalMode) {
        DaemonLaunch launch = trial.daemon(name)
                .property("retrievalMode", retrievalMode)
                .property("parentShardPollIntervalMillis", 200)
                .property("failoverTimeMillis", 3000);
        return retrievalMode.equals("FANOUT") ? launch.property("idleTimeBetweenReadsInMillis", null) : launch;
    }

    private void startOutage(Trial trial) {
        faults = trial.underTest().faults();
        faults.add(Fault.error(Service.KINESIS, LIST_SHARDS, UNTIL_CLEARED));
    }

    @AfterEach
    void endOutage() {
        faults.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLLING", "FANOUT"})
    void aRestartedDaemonDeliversItsBacklog(String retrievalMode, Trial trial) {
        trial.createStream(2);
        trial.producer().put(Payloads.small(10));
        DaemonProcess first = trial.start(daemon(trial, "a", retrievalMode));
        Accounts.awaitConfirmed(trial.put(), trial.ledger(), AT_MOST);
        first.terminate();
        first.awaitExit(AT_MOST);
        trial.producer().put(Payloads.small(300));

        // The daemon's own check at the start passes, as it does when an outage begins a second later.
        trial.underTest().faults().add(Fault.waiting(Service.KINESIS, LIST_SHARDS, 1, Duration.ofMillis(1)));
        startOutage(trial);
        trial.start(daemon(trial, "a", retrievalMode));
        trial.ledger().awaitMessage("processRecords", AT_MOST);
        trial.producer().put(Payloads.small(40));

        Accounts.awaitConfirmed(trial.put(), trial.ledger(), AT_MOST);
        Accounts.assertEachOnceInOrder(trial.put(), trial.ledger());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLLING", "FANOUT"})
    void nothingIsLostWhenADaemonJoinsAndAShardSplits(String retrievalMode, Trial trial) {
        trial.createStream(2);
        trial.start(daemon(trial, "a", retrievalMode));
        trial.awaitProcessors(2, AT_MOST);
        try (Load load = Load.start(trial.producer(), 20, Duration.ofMillis(100))) {
            trial.underTest().faults().add(Fault.waiting(Service.KINESIS, LIST_SHARDS, 1, Duration.ofMillis(1)));
            startOutage(trial);
            trial.start(daemon(trial, "b", retrievalMode));
            awaitLeases(trial, List.of("a", "b"));

            faults.clear(); // the test itself lists the shards
            List<String> halves = trial.split("shardId-000000000000");
            startOutage(trial);
            trial.awaitProcessorsOf(halves, AT_MOST);
            load.awaitMore(100, AT_MOST);
        }

        Accounts.awaitConfirmed(trial.put(), trial.ledger(), AT_MOST);
        Accounts.assertNothingLost(trial.put(), trial.ledger());
    }

    private static void awaitLeases(Trial trial, List<String> owners) {
        await("leases of " + owners)
                .atMost(AT_MOST)
                .until(() -> trial.leaseTable().leases().stream()
                        .map(lease -> lease.owner().orElse(""))
                        .toList()
                        .containsAll(owners));
    }
}
