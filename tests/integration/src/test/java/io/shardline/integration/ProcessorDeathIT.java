package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.Accounts;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.LeaseTable.Lease;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Trial;
import io.shardline.integration.harness.TrialExtension;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code onProcessorFailure = exit}: the original's behaviour, for those who let their orchestrator restart all. */
@ExtendWith(TrialExtension.class)
class ProcessorDeathIT {

    @Test
    void aProcessorThatDiesEndsTheDaemonInOrderWithAReport(Trial trial) {
        trial.createStream(2);
        trial.producer().put(Payloads.small(100));
        DaemonProcess first = trial.start(trial.daemon("a")
                .property("onProcessorFailure", "exit")
                .misbehaving("exit", "--after", "10", "--code", "7", "--times", "1"));

        assertThat(first.awaitExit(Duration.ofSeconds(60))).isEqualTo(1);

        first.awaitChildrenGone(Duration.ofSeconds(1));
        assertThat(first.log())
                .contains("code 7", "last words on stderr", "shardId-0000")
                .doesNotContainPattern("(?m)^\\s+at ");
        assertThat(trial.leaseTable().leases()).extracting(Lease::owner).containsOnly(Optional.empty());

        trial.start(trial.daemon("a"));
        Accounts.awaitConfirmed(trial.put(), trial.ledger(), Duration.ofSeconds(60));
        Accounts.assertNothingLost(trial.put(), trial.ledger());
    }
}
