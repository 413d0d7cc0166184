package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.FaultPlan;
import io.shardline.integration.harness.FaultPlan.Fault;
import io.shardline.integration.harness.LeaseTable.Lease;
import io.shardline.integration.harness.LedgerEntry.Remark;
import io.shardline.integration.harness.LedgerEntry.Started;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Processes;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processors that will not end, when the daemon is stopped or killed. */
@ExtendWith(TestEnvironmentExtension.class)
class MisbehavingAtTheEndIT {
    private static final List<Fault> FAULTS = List.of(
            Fault.always("ignore-end"),
            Fault.always("slow-end", "--seconds", "1"),
            Fault.always("helper"),
            Fault.always("helper", "--leave-tree"),
            Fault.always("hang", "--action", "shutdownRequested"),
            Fault.always("exit-at", "--action", "shutdownRequested"));

    private static DaemonProcess started(TestEnvironment environment) {
        environment.createStream(FAULTS.size() + 1);
        environment.producer().put(Payloads.small(200));
        FaultPlan plan = FaultPlan.of(environment, environment.shards(), FAULTS);
        DaemonProcess daemon = environment.start(environment
                .daemon("a")
                .planned(plan)
                .property("shutdownGraceMillis", 10_000)
                .property("processorStopWaitMillis", 2000)
                .property("processorTermWaitMillis", 1000));
        environment.awaitProcessors(FAULTS.size() + 1, Duration.ofSeconds(60));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(60));
        return daemon;
    }

    @Test
    void theDaemonEndsInItsGraceAndLeavesNothingBehind(TestEnvironment environment) {
        DaemonProcess daemon = started(environment);

        daemon.terminate();

        daemon.awaitExit(Duration.ofSeconds(10));
        daemon.awaitChildrenGone(Duration.ofSeconds(1));
        assertHelpersGone(environment);
        assertThat(environment.leaseTable().leases()).extracting(Lease::owner).containsOnly(Optional.empty());
        assertThat(environment.ledger().messages("shutdownRequested")).hasSize(FAULTS.size() + 1);
    }

    @Test
    void killMinusNineOfTheDaemonLeavesNoProcessor(TestEnvironment environment) {
        DaemonProcess daemon = started(environment);

        daemon.kill();

        assertThat(environment.ledger().entries(Started.class))
                .hasSize(FAULTS.size() + 1)
                .allSatisfy(started -> Processes.awaitGone(started.child().pid(), Duration.ofSeconds(10)));
    }

    private static void assertHelpersGone(TestEnvironment environment) {
        List<Long> helpers = environment.ledger().entries(Remark.class).stream()
                .filter(remark -> remark.name().equals("grandchild"))
                .map(remark -> remark.content().path("grandchild").asLong())
                .toList();
        assertThat(helpers).hasSize(2).allSatisfy(pid -> Processes.awaitGone(pid, Duration.ofSeconds(1)));
    }
}
