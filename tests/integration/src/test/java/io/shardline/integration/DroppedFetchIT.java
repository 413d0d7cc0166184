package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.Load;
import io.shardline.integration.harness.OperationsClient;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** What the KCL drops between Kinesis and the daemon's code is noticed and delivered, for whatever reason it is dropped. */
@ExtendWith(TestEnvironmentExtension.class)
class DroppedFetchIT {
    private static final Duration AT_MOST = Duration.ofSeconds(60);

    private static DaemonLaunch daemon(TestEnvironment environment, String retrievalMode) {
        DaemonLaunch launch = environment
                .daemon("a")
                .property("retrievalMode", retrievalMode)
                .property("httpListen", 0)
                .property("failoverTimeMillis", 3000);
        return retrievalMode.equals("FANOUT") ? launch.property("idleTimeBetweenReadsInMillis", null) : launch;
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLLING", "FANOUT"})
    void everyRecordComesOnceInOrderAlthoughFetchesAreDropped(String retrievalMode, TestEnvironment environment) {
        environment.createStream(2);
        DaemonProcess daemon =
                environment.start(daemon(environment, retrievalMode).faultyKcl("exception:3"));
        environment.awaitProcessors(2, AT_MOST);
        try (Load load = Load.start(environment.producer(), 20, Duration.ofMillis(100))) {
            load.awaitMore(600, AT_MOST);
        }

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), AT_MOST);
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
        OperationsClient client = OperationsClient.of(daemon.log());
        for (Shard shard : environment.shards()) {
            assertThat(client.meter("shardline_fetches_dropped_total", shard.shardId()))
                    .isEqualTo(
                            client.shard(shard.shardId()).at("/droppedFetches").asInt())
                    .isPositive();
        }
    }

    @Test
    void anErrorThatEndsTheSchedulerEndsNeitherTheDaemonNorLosesRecords(TestEnvironment environment) {
        environment.createStream(2);
        DaemonProcess daemon = environment.start(daemon(environment, "POLLING").faultyKcl("error:30"));
        try (Load load = Load.start(environment.producer(), 20, Duration.ofMillis(100))) {
            daemon.awaitLog("starting a new one", AT_MOST);
            load.awaitMore(200, AT_MOST);
        }

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), AT_MOST);
        Reconciliation.assertNothingLost(environment.put(), environment.ledger());
        assertThat(daemon.isAlive()).isTrue();
        daemon.terminate();
        assertThat(daemon.awaitExit(AT_MOST)).isZero();
    }
}
