package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.Accounts;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.FaultPlan;
import io.shardline.integration.harness.FaultPlan.Fault;
import io.shardline.integration.harness.LeaseTable.Lease;
import io.shardline.integration.harness.LedgerEntry.Remark;
import io.shardline.integration.harness.LedgerEntry.Started;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Processes;
import io.shardline.integration.harness.Trial;
import io.shardline.integration.harness.TrialExtension;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processors that will not end, when the daemon is stopped or killed. */
@ExtendWith(TrialExtension.class)
class MisbehavingAtTheEndIT {
    private static final List<Fault> FAULTS = List.of(
            Fault.always("ignore-end"),
            Fault.always("slow-end", "--seconds", "1"),
            Fault.always("helper"),
            Fault.always("helper", "--leave-tree"),
            Fault.always("hang", "--action", "shutdownRequested"),
            Fault.always("exit-at", "--action", "shutdownRequested"));

    private static DaemonProcess started(Trial trial) {
        trial.createStream(FAULTS.size() + 1);
        trial.producer().put(Payloads.small(200));
        FaultPlan plan = FaultPlan.of(trial, trial.shards(), FAULTS);
        DaemonProcess daemon = trial.start(trial.daemon("a")
                .planned(plan)
                .property("shutdownGraceMillis", 10_000)
                .property("processorStopWaitMillis", 2000)
                .property("processorTermWaitMillis", 1000));
        trial.awaitProcessors(FAULTS.size() + 1, Duration.ofSeconds(60));
        Accounts.awaitConfirmed(trial.put(), trial.ledger(), Duration.ofSeconds(60));
        return daemon;
    }

    @Test
    void theDaemonEndsInItsGraceAndLeavesNothingBehind(Trial trial) {
        DaemonProcess daemon = started(trial);

        daemon.terminate();

        daemon.awaitExit(Duration.ofSeconds(10));
        daemon.awaitChildrenGone(Duration.ofSeconds(1));
        assertHelpersGone(trial);
        assertThat(trial.leaseTable().leases()).extracting(Lease::owner).containsOnly(Optional.empty());
        assertThat(trial.ledger().messages("shutdownRequested")).hasSize(FAULTS.size() + 1);
    }

    @Test
    void killMinusNineOfTheDaemonLeavesNoProcessor(Trial trial) {
        DaemonProcess daemon = started(trial);

        daemon.kill();

        assertThat(trial.ledger().entries(Started.class))
                .hasSize(FAULTS.size() + 1)
                .allSatisfy(started -> Processes.awaitGone(started.child().pid(), Duration.ofSeconds(10)));
    }

    private static void assertHelpersGone(Trial trial) {
        List<Long> helpers = trial.ledger().entries(Remark.class).stream()
                .filter(remark -> remark.name().equals("grandchild"))
                .map(remark -> remark.content().path("grandchild").asLong())
                .toList();
        assertThat(helpers).hasSize(2).allSatisfy(pid -> Processes.awaitGone(pid, Duration.ofSeconds(1)));
    }
}
