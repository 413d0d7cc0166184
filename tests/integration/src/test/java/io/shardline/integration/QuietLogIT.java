package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A healthy day in a minute: what the KCL and the daemon do every so often is done every second or so. */
@ExtendWith(TestEnvironmentExtension.class)
@DisabledIfSystemProperty(
        named = KinesisUnderTest.CHOICE,
        matches = KinesisUnderTest.KINESIS_MOCK,
        disabledReason = "about the daemon's log, which also tells of what an emulator does wrong")
class QuietLogIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Duration WINDOW = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(strings = {"POLLING", "FANOUT"})
    void nothingIsLoggedWhileAllIsWell(String retrieval, TestEnvironment environment) {
        environment.createStream(4);
        DaemonProcess daemon = environment.start(environment
                .daemon("a")
                .property("retrievalMode", retrieval)
                .property("httpListen", 0)
                .property("leasesRecoveryAuditorExecutionFrequencyMillis", 500)
                .property("inMemoryWorkerMetricsCaptureFrequencyMillis", 200)
                .property("metricsBufferTimeMillis", 500)
                .property("parentShardPollIntervalMillis", 500));
        environment.producer().put(Payloads.small(40));
        environment.awaitProcessors(4, SOON);
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), SOON);
        List<String> atStart = daemon.logLines();

        await("a while").during(WINDOW).atMost(WINDOW.plus(SOON)).until(() -> {
            environment.producer().put(Payloads.small(5));
            return true;
        });
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), SOON);

        assertThat(atStart).as("the start").hasSizeLessThan(40).noneMatch(line -> line.contains(" ERROR "));
        assertThat(daemon.logLines().stream().skip(atStart.size())).isEmpty();
    }
}
