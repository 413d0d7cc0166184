package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.OperationsClient;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.time.Duration;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records expire while no daemon runs: the next one says so. */
@ExtendWith(TestEnvironmentExtension.class)
@DisabledIfSystemProperty(
        named = KinesisUnderTest.CHOICE,
        matches = KinesisUnderTest.KINESIS_MOCK,
        disabledReason = "kinesis-mock keeps its records")
class ExpiredRecordsIT {
    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final String SHARD = "shardId-000000000000";
    private static final String EXPIRED = "the record of the checkpoint has expired";

    private static DaemonLaunch daemon(TestEnvironment environment, String retrievalMode) {
        DaemonLaunch launch =
                environment.daemon("a").property("retrievalMode", retrievalMode).property("httpListen", 0);
        return retrievalMode.equals("FANOUT") ? launch.property("idleTimeBetweenReadsInMillis", null) : launch;
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLLING", "FANOUT"})
    void recordsThatExpiredUnreadAreReported(String retrievalMode, TestEnvironment environment) {
        environment.createStream(1);
        environment.producer().put(Payloads.small(50));
        runUntilConfirmed(environment, retrievalMode);
        DaemonProcess inTime = runUntilConfirmed(environment, retrievalMode);
        assertThat(inTime.log()).doesNotContain(EXPIRED);

        environment.producer().put(Payloads.small(100));
        environment.underTest().expire(environment.name());
        environment.ledger().mark();
        environment.producer().put(Payloads.small(10));
        DaemonProcess late = environment.start(daemon(environment, retrievalMode));
        environment.ledger().awaitRecordsSinceMark(10, AT_MOST);

        assertThat(late.log()).contains("ERROR ExpiryCheck - " + EXPIRED).contains("shardId=" + SHARD);
        await("metric")
                .atMost(AT_MOST)
                .untilAsserted(
                        () -> assertThat(OperationsClient.of(lastRun(late)).meter("shardline_aged_out_total", SHARD))
                                .isEqualTo(1));
    }

    /** The log has those of earlier runs before it. */
    private static String lastRun(DaemonProcess daemon) {
        String log = daemon.log();
        return log.substring(log.lastIndexOf("status page and metrics at "));
    }

    private static DaemonProcess runUntilConfirmed(TestEnvironment environment, String retrievalMode) {
        DaemonProcess daemon = environment.start(daemon(environment, retrievalMode));
        environment.producer().put(Payloads.small(10));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), AT_MOST);
        daemon.terminate();
        daemon.awaitExit(AT_MOST);
        return daemon;
    }
}
