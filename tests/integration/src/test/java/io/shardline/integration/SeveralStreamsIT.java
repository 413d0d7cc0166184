package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.Load;
import io.shardline.integration.harness.OperationsClient;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One daemon with several applications, each with a file, a stream and a ledger of its own. */
@ExtendWith(TestEnvironmentExtension.class)
class SeveralStreamsIT {
    private static final Duration START = Duration.ofSeconds(60);

    private static DaemonLaunch launch(TestEnvironment environment, String worker) {
        return environment.daemon(worker).property("parentShardPollIntervalMillis", 200);
    }

    private static void assertAllOnceInOrder(List<TestEnvironment> environments) {
        for (TestEnvironment environment : environments) {
            Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), START);
            Reconciliation.assertNothingLost(environment.put(), environment.ledger());
        }
    }

    @Test
    void threeStreamsSurviveKillsOfProcessorsAReshardOfOneAndAStop(TestEnvironment first) {
        TestEnvironment second = first.sibling("b");
        TestEnvironment third = first.sibling("c");
        List<TestEnvironment> all = List.of(first, second, third);
        all.forEach(environment -> environment.createStream(2));
        DaemonProcess daemon =
                first.start(launch(first, "a").with(launch(second, "b")).with(launch(third, "c")));
        try (Load one = Load.start(first.producer(), 20, Duration.ofMillis(100));
                Load two = Load.start(second.producer(), 20, Duration.ofMillis(100));
                Load three = Load.start(third.producer(), 20, Duration.ofMillis(100))) {
            all.forEach(environment -> environment.awaitProcessors(2, START));

            daemon.children().forEach(ProcessHandle::destroyForcibly);
            List<String> halves = second.split(second.shards().get(0).shardId());
            second.awaitProcessorsOf(halves, START);
            one.awaitMore(100, START);
            two.awaitMore(100, START);
            three.awaitMore(100, START);
        }

        assertAllOnceInOrder(all);
        daemon.terminate();
        assertThat(daemon.awaitExit(START)).isZero();
        for (TestEnvironment environment : all) {
            assertThat(environment.leaseTable().leases())
                    .allMatch(lease -> lease.owner().isEmpty());
        }
    }

    @Test
    void anApplicationWithoutAStreamDoesNotKeepTheOtherFromItsWorkAndIsStartedWhenTheStreamExists(
            TestEnvironment there) {
        TestEnvironment missing = there.sibling("missing");
        there.createStream(1);
        there.producer().put(Payloads.small(50));

        DaemonProcess daemon =
                there.start(launch(there, "a").property("httpListen", "0").with(launch(missing, "b")));

        Reconciliation.awaitConfirmed(there.put(), there.ledger(), START);
        OperationsClient operations = OperationsClient.of(daemon.log());
        assertThat(operations.get("livez").statusCode()).isEqualTo(200);
        assertThat(operations.get("readyz").statusCode()).isEqualTo(503);
        assertThat(operations.get("readyz").body())
                .startsWith("application " + missing.name() + ": failed: stream " + missing.name() + " does not exist");

        missing.createStream(1);
        missing.producer().put(Payloads.small(50));

        Reconciliation.awaitConfirmed(missing.put(), missing.ledger(), START);
        await("ready").atMost(START).until(() -> operations.get("readyz").statusCode() == 200);
    }

    @Test
    void theDaemonExitsWithFailureWhenNoApplicationRuns(TestEnvironment first) {
        TestEnvironment second = first.sibling("b");

        DaemonProcess daemon = first.start(launch(first, "a").with(launch(second, "b")));

        assertThat(daemon.awaitExit(START)).isEqualTo(1);
        assertThat(daemon.log())
                .contains("stream " + first.name() + " does not exist")
                .contains("stream " + second.name() + " does not exist")
                .contains("no application runs");
    }

    @Test
    void nothingStartsIfOneFileIsWrongAndAllProblemsOfAllFilesAreListed(TestEnvironment first) {
        TestEnvironment second = first.sibling("b");
        TestEnvironment third = first.sibling("c");
        first.createStream(1);

        DaemonProcess daemon = first.start(launch(first, "a")
                .with(launch(second, "b").property("maxRecord", 1))
                .with(launch(third, "c").property("failoverTimeMillis", "soon")));

        assertThat(daemon.awaitExit(START)).isEqualTo(3);
        assertThat(daemon.log())
                .contains("The configuration has 2 problems")
                .containsPattern("b[.]properties:[0-9]+: maxRecord: unknown key")
                .containsPattern("c[.]properties:[0-9]+: failoverTimeMillis: 'soon'");
        assertThat(first.ledger().entries()).isEmpty();
    }

    @Test
    void anApplicationMovesFromADaemonOfItsOwnToOneWithSeveralWithoutALoss(TestEnvironment moved) {
        TestEnvironment other = moved.sibling("b");
        moved.createStream(2);
        other.createStream(1);
        DaemonProcess own = moved.start(launch(moved, "own"));
        try (Load load = Load.start(moved.producer(), 20, Duration.ofMillis(100));
                Load further = Load.start(other.producer(), 20, Duration.ofMillis(100))) {
            moved.awaitProcessors(2, START);
            DaemonProcess several = moved.start(launch(moved, "moved").with(launch(other, "several")));
            several.awaitLog("ready: waiting for shards", START);

            own.terminate();

            assertThat(own.awaitExit(START)).isZero();
            await("all shards at the new daemon")
                    .atMost(START)
                    .untilAsserted(() -> assertThat(moved.leaseTable().leases())
                            .allMatch(lease ->
                                    lease.owner().filter("moved"::equals).isPresent()));
            load.awaitMore(100, START);
            further.awaitMore(100, START);
        }
        assertAllOnceInOrder(List.of(moved, other));
    }
}
