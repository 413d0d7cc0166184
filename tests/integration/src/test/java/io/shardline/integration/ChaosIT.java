package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.ChaosMonkey;
import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.FlakyDirectory;
import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.LedgerEntry.Remark;
import io.shardline.integration.harness.Load;
import io.shardline.integration.harness.OwnStack;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Everything at once: processors die at random, also in the middle of a message, Kinesis and DynamoDB have faults, a
 * shard splits and merges, and one of two daemons is killed and started again. Nothing may be lost.
 *
 * <p>Small in the build. In full: {@code -Dchaos.records=24000 -Dchaos.shards=6 -Dchaos.kills=200
 * -Dchaos.intervalMillis=300}; a run is repeated with {@code -Dchaos.seed=} the seed that it printed.
 */
@ExtendWith(TestEnvironmentExtension.class)
@OwnStack
class ChaosIT {
    private static final int RECORDS_A_SECOND = 300;
    private static final int RECORDS = Integer.getInteger("chaos.records", 6000);
    private static final int SHARDS = Integer.getInteger("chaos.shards", 4);
    private static final int KILLS = Integer.getInteger("chaos.kills", 20);
    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());
    private static final Duration INTERVAL = Duration.ofMillis(Integer.getInteger("chaos.intervalMillis", 700));
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration START = Duration.ofSeconds(10);

    @Test
    @DisabledIfSystemProperty(
            named = KinesisUnderTest.CHOICE,
            matches = KinesisUnderTest.KINESIS_MOCK,
            disabledReason = "kinesis-mock has no faults on demand")
    void nothingIsLostWhateverHappens(TestEnvironment environment) {
        wreakHavoc(environment, ChaosIT::daemon);

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), TIMEOUT);
        Reconciliation.assertNothingLost(environment.put(), environment.ledger());
        assertThat(environment.ledger().messages("initialize")).hasSizeGreaterThan(SHARDS * 2);
        System.out.printf(
                "chaos: nothing lost of %d records; %d deliveries%n",
                environment.put().size(), environment.ledger().delivered().size());
    }

    /** All policies on, and a destination that is away half of the time. */
    @Test
    @DisabledIfSystemProperty(
            named = KinesisUnderTest.CHOICE,
            matches = KinesisUnderTest.KINESIS_MOCK,
            disabledReason = "kinesis-mock has no faults on demand")
    void whatIsNotDoneIsDiscardedWhateverHappens(TestEnvironment environment) {
        try (FlakyDirectory destination =
                FlakyDirectory.start(environment.directory().resolve("given-up"), INTERVAL)) {
            wreakHavoc(environment, (same, name) -> {
                destination.stayFor(START);
                return daemonWithPolicies(same, name);
            });

            Reconciliation.awaitConfirmedOrDiscarded(
                    environment.put(), environment.ledger(), destination.files(), TIMEOUT);
            Reconciliation.assertOnlyDiscardedIsLost(environment.put(), environment.ledger(), destination.files());
            assertThat(destination.files().messages()).isNotEmpty();
            System.out.printf(
                    "chaos: nothing lost of %d records; %d deliveries; %d messages of given-up records%n",
                    environment.put().size(),
                    environment.ledger().delivered().size(),
                    destination.files().messages().size());
        }
    }

    private static void wreakHavoc(
            TestEnvironment environment, BiFunction<TestEnvironment, String, DaemonLaunch> daemon) {
        System.out.printf("chaos: seed %d, %d records, %d shards%n", SEED, RECORDS, SHARDS);
        environment.createStream(SHARDS);
        DaemonProcess first = environment.start(daemon.apply(environment, "a"));
        environment.awaitProcessors(SHARDS, TIMEOUT);
        DaemonProcess second = environment.start(daemon.apply(environment, "b"));

        Duration share = Duration.ofSeconds(RECORDS / RECORDS_A_SECOND).plus(TIMEOUT);
        try (Load load = Load.start(environment.producer(), RECORDS_A_SECOND / 20, Duration.ofMillis(50));
                ChaosMonkey chaosMonkey = ChaosMonkey.start(
                        SEED,
                        INTERVAL,
                        () -> processors(environment),
                        environment.underTest().faults())) {
            load.awaitMore(RECORDS / 5, share);
            List<String> halves = environment.split("shardId-000000000000");
            load.awaitMore(RECORDS / 5, share);
            DaemonProcess victim = SEED % 2 == 0 ? first : second;
            assertThat(environment.daemons()).allMatch(DaemonProcess::isAlive);
            victim.kill();
            load.awaitMore(RECORDS / 5, share);
            environment.start(daemon.apply(environment, victim.name()));
            load.awaitMore(RECORDS / 5, share);
            environment.merge(halves.get(0), halves.get(1));
            load.awaitMore(RECORDS / 5, share);
            assertThat(environment.daemons()).filteredOn(DaemonProcess::isAlive).hasSize(2);
            chaosMonkey.awaitKills(KILLS, TIMEOUT.plus(INTERVAL.multipliedBy(KILLS * 3L)));
            report(environment, chaosMonkey);
        }
    }

    private static DaemonLaunch daemonWithPolicies(TestEnvironment environment, String name) {
        return daemon(environment, name)
                .misbehaving(
                        "random-failure", "--odds", "40", "--seed", Long.toString(SEED), "--checkpoint", "every:40")
                .property("batchSize", 20)
                .property("maximumBatchingWindowMillis", 300)
                .property("bisectBatchOnFailure", true)
                .property("maximumRetryAttempts", 0)
                .property("maximumRecordAgeSeconds", 3600)
                .property("checkpointMode", "interval:PT1S")
                .property("onFailure", "file:given-up");
    }

    private static DaemonLaunch daemon(TestEnvironment environment, String name) {
        return environment
                .daemon(name)
                .misbehaving("random-death", "--odds", "40", "--seed", Long.toString(SEED), "--checkpoint", "every:40")
                .property("failoverTimeMillis", 5000)
                .property("parentShardPollIntervalMillis", 200)
                .property("timeoutInSeconds", 10);
    }

    private static List<ProcessHandle> processors(TestEnvironment environment) {
        return environment.daemons().stream()
                .filter(DaemonProcess::isAlive)
                .flatMap(daemon -> daemon.children().stream())
                .filter(child -> Stream.of(child.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.endsWith("misbehave.py")))
                .toList();
    }

    private static void report(TestEnvironment environment, ChaosMonkey chaosMonkey) {
        long deaths = environment.ledger().entries(Remark.class).stream()
                .filter(remark -> remark.name().equals("death"))
                .count();
        System.out.printf(
                "chaos: %d kills from outside, %d deaths in mid-message, %d faults of the services%n",
                chaosMonkey.kills(), deaths, chaosMonkey.faults());
    }
}
