package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.LeaseTable.Lease;
import io.shardline.integration.harness.LedgerEntry.Child;
import io.shardline.integration.harness.LedgerEntry.Delivery;
import io.shardline.integration.harness.Load;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A fleet: who has which shard, and what happens when one of the daemons goes. */
@ExtendWith(TestEnvironmentExtension.class)
class TwoDaemonsIT {

    private static DaemonLaunch daemon(TestEnvironment environment, String name) {
        return environment.daemon(name).property("failoverTimeMillis", 3000);
    }

    @Test
    void twoDaemonsThatStartAtOnceForANewApplicationBothWork(TestEnvironment environment) {
        environment.createStream(2);
        environment.producer().put(Payloads.small(100));

        DaemonProcess first = environment.start(daemon(environment, "a"));
        DaemonProcess second = environment.start(daemon(environment, "b"));

        // They race for the KCL's first entries; the loser has to start its scheduler anew, and says so.
        first.awaitLog("ready", Duration.ofSeconds(60));
        second.awaitLog("ready", Duration.ofSeconds(60));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(60));
        assertThat(first.isAlive() && second.isAlive()).isTrue();
    }

    /** The KCL's first assignment is found by its second look for new leases, after half of the interval. */
    @Test
    void aDaemonThatIsAloneTakesTheFreeLeasesWithoutWaitingForTheirAssignment(TestEnvironment environment) {
        environment.createStream(2);

        environment.start(environment.daemon("a").property("leaseAssignmentIntervalMillis", 120_000));

        environment.awaitProcessors(2, Duration.ofSeconds(45));
    }

    @Test
    void twoDaemonsShareTheShardsAndTheSecondTakesOverWhenTheFirstIsKilled(TestEnvironment environment) {
        environment.createStream(4);
        DaemonProcess first = environment.start(daemon(environment, "a"));
        environment.awaitProcessors(4, Duration.ofSeconds(60));
        DaemonProcess second = environment.start(daemon(environment, "b"));
        try (Load load = Load.start(environment.producer(), 20, Duration.ofMillis(100))) {
            await("both have shards")
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(environment.leaseTable().leases())
                            .extracting(lease -> lease.owner().orElse(""))
                            .containsOnly("a", "b"));
            load.awaitMore(100, Duration.ofSeconds(10));

            // The first one leads the fleet: it is the one that assigns leases.
            first.kill();

            await("all shards at b")
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(environment.leaseTable().leases())
                            .extracting(Lease::owner)
                            .allMatch(
                                    owner -> owner.filter(second.name()::equals).isPresent()));
        }
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(30));
        Reconciliation.assertNothingLost(environment.put(), environment.ledger());
        assertEachShardWasAtOneDaemonAtATime(environment);
    }

    /** Once another process' records came for a shard, the one before it is never heard of again. */
    private static void assertEachShardWasAtOneDaemonAtATime(TestEnvironment environment) {
        Map<String, Child> current = new HashMap<>();
        Map<String, Set<Child>> former = new HashMap<>();
        for (Delivery delivery : environment.ledger().entries(Delivery.class)) {
            String shard = delivery.record().shard();
            Child now = delivery.child();
            Child before = current.put(shard, now);
            if (before != null && !before.equals(now)) {
                former.computeIfAbsent(shard, key -> new HashSet<>()).add(before);
            }
            assertThat(former.getOrDefault(shard, Set.of())).doesNotContain(now);
        }
    }
}
