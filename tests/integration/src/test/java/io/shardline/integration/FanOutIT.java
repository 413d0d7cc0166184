package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main job with enhanced fan-out: records are pushed over HTTP/2. */
@ExtendWith(TestEnvironmentExtension.class)
class FanOutIT {

    private static DaemonLaunch daemon(TestEnvironment environment) {
        return environment
                .daemon("a")
                .property("retrievalMode", "FANOUT")
                .property("idleTimeBetweenReadsInMillis", null);
    }

    @Test
    void recordsArePushedOnceInOrderAndAStoppedDaemonGoesOn(TestEnvironment environment) {
        environment.createStream(2);
        environment.producer().put(Payloads.mixed(environment.underTest().records(4000), 2));
        DaemonProcess first = environment.start(daemon(environment));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(90));

        first.terminate();
        assertThat(first.awaitExit(Duration.ofSeconds(20))).isZero();
        environment.producer().put(Payloads.small(100));
        environment.start(daemon(environment));

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(60));
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
    }
}
