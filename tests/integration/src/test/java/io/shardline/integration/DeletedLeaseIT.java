package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.Load;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator deletes the row of a lease while the daemon runs. The KCL's auditor creates it again at LATEST. */
@ExtendWith(TestEnvironmentExtension.class)
class DeletedLeaseIT {
    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final String SHARD = "shardId-000000000000";
    private static final int DEFAULT_AUDITOR = 120_000;
    private static final int FAST_AUDITOR = 250;

    @ParameterizedTest
    @ValueSource(ints = {DEFAULT_AUDITOR, FAST_AUDITOR})
    void aDeletedRowIsWrittenAgainAndNothingIsLost(int auditorMillis, TestEnvironment environment) {
        environment.createStream(2);
        DaemonProcess daemon = environment.start(environment
                .daemon("a")
                .property("initialPositionInStream", "LATEST")
                .property("failoverTimeMillis", 4000)
                .property("leasesRecoveryAuditorExecutionFrequencyMillis", auditorMillis)
                .property("leasesRecoveryAuditorInconsistencyConfidenceThreshold", 1)
                .ledger("--checkpoint", "every:150"));
        environment.awaitProcessors(2, AT_MOST);

        try (Load load = Load.start(environment.producer(), 10, Duration.ofMillis(50))) {
            await("checkpoint")
                    .atMost(AT_MOST)
                    .until(() -> environment
                            .leaseTable()
                            .lease(SHARD)
                            .filter(lease -> lease.checkpoint().startsWith("4"))
                            .isPresent());

            environment.leaseTable().delete(SHARD);

            daemon.awaitLog("the row of a lease was deleted from the lease table", AT_MOST);
            load.awaitMore(500, AT_MOST);
        }

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), AT_MOST);
        Reconciliation.assertNothingLost(environment.put(), environment.ledger());
        assertThat(daemon.log()).contains("row=" + SHARD).contains("ERROR RecoveringLeaseRefresher");
        assertThat(environment.leaseTable().lease(SHARD)).hasValueSatisfying(lease -> {
            assertThat(lease.owner()).contains("a");
            assertThat(lease.checkpoint()).startsWith("4");
        });
    }
}
