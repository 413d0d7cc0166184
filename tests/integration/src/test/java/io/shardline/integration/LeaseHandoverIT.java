package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.LeaseTable.Lease;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts, restarts and ends that wait for no expiry: each expiry here is longer than the test has timeout. They also
 * notice a KCL that no longer does what these rely on.
 */
@ExtendWith(TestEnvironmentExtension.class)
class LeaseHandoverIT {
    private static final int NEVER = 300_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(100);
    private static final Pattern WORKER = Pattern.compile("worker=(\\S+)");

    /** Every daemon of the environment keeps its id in the environment's folder. */
    private static DaemonLaunch withoutId(TestEnvironment environment, String name) {
        return environment
                .daemon(name)
                .property("workerId", null)
                .property("workerIdDirectory", environment.directory().resolve("state"))
                .property("failoverTimeMillis", NEVER);
    }

    @Test
    void aKilledDaemonThatIsStartedAgainGoesOnWithItsLeasesAtOnce(TestEnvironment environment) {
        environment.createStream(2);
        DaemonProcess first = environment.start(withoutId(environment, "a"));
        environment.awaitProcessors(2, TIMEOUT);

        first.kill();
        first.awaitExit(Duration.ofSeconds(10));
        environment.ledger().mark();
        DaemonProcess again = environment.start(withoutId(environment, "a"));

        await("processors again")
                .atMost(TIMEOUT)
                .until(() -> again.logLines().stream()
                                .filter(line -> line.contains("lease acquired"))
                                .count()
                        == 2);
        assertThat(idOf(again)).isEqualTo(idOf(first));
        assertThat(owners(environment)).containsExactly(idOf(first));
    }

    @Test
    void aSecondDaemonOnTheHostHasAnIdOfItsOwn(TestEnvironment environment) {
        environment.createStream(2);
        DaemonProcess first = environment.start(withoutId(environment, "a"));
        first.awaitLog("ready", TIMEOUT);

        DaemonProcess second = environment.start(withoutId(environment, "b"));
        second.awaitLog("ready", TIMEOUT);

        assertThat(idOf(second)).isNotEqualTo(idOf(first));
        await("both known")
                .atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(environment.leaseTable().reportingWorkers())
                        .containsExactlyInAnyOrder(idOf(first), idOf(second)));
    }

    @Test
    void leasesAreHandedOutInTheFirstAssignment(TestEnvironment environment) {
        environment.createStream(2);

        // Reports of load are good for twice the time between them: for more than a start takes.
        environment.start(environment
                .daemon("a")
                .property("leaseAssignmentIntervalMillis", NEVER)
                .property("workerMetricsReporterFreqInMillis", NEVER / 10));

        await("all leases owned")
                .atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(environment.leaseTable().leases())
                        .hasSize(2)
                        .allMatch(lease -> lease.owner().equals(Optional.of("a"))));
    }

    @Test
    void aDaemonThatStopsHandsOverToTheOtherWithoutWaiting(TestEnvironment environment) {
        environment.createStream(2);
        DaemonLaunch launch = environment
                .daemon("a")
                .property("failoverTimeMillis", NEVER)
                .property("leaderLockLeaseDurationMillis", NEVER)
                .property("workerMetricsReporterFreqInMillis", NEVER / 10);
        DaemonProcess first = environment.start(launch);
        environment.awaitProcessors(2, TIMEOUT);
        DaemonProcess second = environment.start(environment
                .daemon("b")
                .property("failoverTimeMillis", NEVER)
                .property("leaderLockLeaseDurationMillis", NEVER)
                .property("workerMetricsReporterFreqInMillis", NEVER / 10));
        second.awaitLog("ready", TIMEOUT);

        first.terminate();

        assertThat(first.awaitExit(Duration.ofSeconds(40))).isZero();
        assertThat(environment.leaseTable().reportingWorkers()).containsExactly("b");
        await("all at b")
                .atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(owners(environment)).containsExactly("b"));
    }

    private static Set<String> owners(TestEnvironment environment) {
        List<Lease> leases = environment.leaseTable().leases();
        return leases.stream().map(lease -> lease.owner().orElse("nobody")).collect(Collectors.toSet());
    }

    private static String idOf(DaemonProcess daemon) {
        Matcher worker = WORKER.matcher(daemon.log());
        assertThat(worker.find()).isTrue();
        return worker.group(1);
    }
}
