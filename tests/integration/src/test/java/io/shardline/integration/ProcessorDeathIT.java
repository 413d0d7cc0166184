package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.LeaseTable.Lease;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code onProcessorFailure = exit}: the original's behaviour, for those who let their orchestrator restart all. */
@ExtendWith(TestEnvironmentExtension.class)
class ProcessorDeathIT {

    @Test
    void aProcessorThatDiesEndsTheDaemonInOrderWithAReport(TestEnvironment environment) {
        environment.createStream(2);
        environment.producer().put(Payloads.small(100));
        DaemonProcess first = environment.start(environment
                .daemon("a")
                .property("onProcessorFailure", "exit")
                .misbehaving("exit", "--after", "10", "--code", "7", "--times", "1"));

        assertThat(first.awaitExit(Duration.ofSeconds(60))).isEqualTo(1);

        first.awaitChildrenGone(Duration.ofSeconds(1));
        assertThat(first.log())
                .contains("code 7", "last words on stderr", "shardId-0000")
                .doesNotContainPattern("(?m)^\\s+at ");
        assertThat(environment.leaseTable().leases()).extracting(Lease::owner).containsOnly(Optional.empty());

        environment.start(environment.daemon("a"));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(60));
        Reconciliation.assertNothingLost(environment.put(), environment.ledger());
    }
}
