package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.Accounts;
import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Trial;
import io.shardline.integration.harness.TrialExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main job with enhanced fan-out: records are pushed over HTTP/2. */
@ExtendWith(TrialExtension.class)
class FanOutIT {

    private static DaemonLaunch daemon(Trial trial) {
        return trial.daemon("a").property("retrievalMode", "FANOUT").property("idleTimeBetweenReadsInMillis", null);
    }

    @Test
    void recordsArePushedOnceInOrderAndAStoppedDaemonGoesOn(Trial trial) {
        trial.createStream(2);
        trial.producer().put(Payloads.mixed(trial.underTest().records(4000), 2));
        DaemonProcess first = trial.start(daemon(trial));
        Accounts.awaitConfirmed(trial.put(), trial.ledger(), Duration.ofSeconds(90));

        first.terminate();
        assertThat(first.awaitExit(Duration.ofSeconds(20))).isZero();
        trial.producer().put(Payloads.small(100));
        trial.start(daemon(trial));

        Accounts.awaitConfirmed(trial.put(), trial.ledger(), Duration.ofSeconds(60));
        Accounts.assertEachOnceInOrder(trial.put(), trial.ledger());
    }
}
