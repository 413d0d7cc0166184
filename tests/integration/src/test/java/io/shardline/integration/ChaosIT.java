package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.Accounts;
import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.HalfAway;
import io.shardline.integration.harness.Havoc;
import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.LedgerEntry.Remark;
import io.shardline.integration.harness.Load;
import io.shardline.integration.harness.OwnStack;
import io.shardline.integration.harness.Trial;
import io.shardline.integration.harness.TrialExtension;
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
@ExtendWith(TrialExtension.class)
@OwnStack
class ChaosIT {
    private static final int RECORDS_A_SECOND = 300;
    private static final int RECORDS = Integer.getInteger("chaos.records", 6000);
    private static final int SHARDS = Integer.getInteger("chaos.shards", 4);
    private static final int KILLS = Integer.getInteger("chaos.kills", 20);
    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());
    private static final Duration INTERVAL = Duration.ofMillis(Integer.getInteger("chaos.intervalMillis", 700));
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration START = Duration.ofSeconds(10);

    @Test
    @DisabledIfSystemProperty(
            named = KinesisUnderTest.CHOICE,
            matches = KinesisUnderTest.KINESIS_MOCK,
            disabledReason = "kinesis-mock has no faults on demand")
    void nothingIsLostWhateverHappens(Trial trial) {
        wreakHavoc(trial, ChaosIT::daemon);

        Accounts.awaitConfirmed(trial.put(), trial.ledger(), PATIENCE);
        Accounts.assertNothingLost(trial.put(), trial.ledger());
        assertThat(trial.ledger().messages("initialize")).hasSizeGreaterThan(SHARDS * 2);
        System.out.printf(
                "chaos: nothing lost of %d records; %d deliveries%n",
                trial.put().size(), trial.ledger().delivered().size());
    }

    /** All policies on, and a destination that is away half of the time. */
    @Test
    @DisabledIfSystemProperty(
            named = KinesisUnderTest.CHOICE,
            matches = KinesisUnderTest.KINESIS_MOCK,
            disabledReason = "kinesis-mock has no faults on demand")
    void whatIsNotDoneIsGivenUpWhateverHappens(Trial trial) {
        try (HalfAway destination = HalfAway.start(trial.directory().resolve("given-up"), INTERVAL)) {
            wreakHavoc(trial, (same, name) -> {
                destination.stayFor(START);
                return daemonWithPolicies(same, name);
            });

            Accounts.awaitConfirmedOrGivenUp(trial.put(), trial.ledger(), destination.files(), PATIENCE);
            Accounts.assertOnlyGivenUpIsLost(trial.put(), trial.ledger(), destination.files());
            assertThat(destination.files().messages()).isNotEmpty();
            System.out.printf(
                    "chaos: nothing lost of %d records; %d deliveries; %d messages of given-up records%n",
                    trial.put().size(),
                    trial.ledger().delivered().size(),
                    destination.files().messages().size());
        }
    }

    private static void wreakHavoc(Trial trial, BiFunction<Trial, String, DaemonLaunch> daemon) {
        System.out.printf("chaos: seed %d, %d records, %d shards%n", SEED, RECORDS, SHARDS);
        trial.createStream(SHARDS);
        DaemonProcess first = trial.start(daemon.apply(trial, "a"));
        trial.awaitProcessors(SHARDS, PATIENCE);
        DaemonProcess second = trial.start(daemon.apply(trial, "b"));

        Duration share = Duration.ofSeconds(RECORDS / RECORDS_A_SECOND).plus(PATIENCE);
        try (Load load = Load.start(trial.producer(), RECORDS_A_SECOND / 20, Duration.ofMillis(50));
                Havoc havoc = Havoc.start(
                        SEED,
                        INTERVAL,
                        () -> processors(trial),
                        trial.underTest().faults())) {
            load.awaitMore(RECORDS / 5, share);
            List<String> halves = trial.split("shardId-000000000000");
            load.awaitMore(RECORDS / 5, share);
            DaemonProcess victim = SEED % 2 == 0 ? first : second;
            assertThat(trial.daemons()).allMatch(DaemonProcess::isAlive);
            victim.kill();
            load.awaitMore(RECORDS / 5, share);
            trial.start(daemon.apply(trial, victim.name()));
            load.awaitMore(RECORDS / 5, share);
            trial.merge(halves.get(0), halves.get(1));
            load.awaitMore(RECORDS / 5, share);
            assertThat(trial.daemons()).filteredOn(DaemonProcess::isAlive).hasSize(2);
            havoc.awaitKills(KILLS, PATIENCE.plus(INTERVAL.multipliedBy(KILLS * 3L)));
            report(trial, havoc);
        }
    }

    private static DaemonLaunch daemonWithPolicies(Trial trial, String name) {
        return daemon(trial, name)
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

    private static DaemonLaunch daemon(Trial trial, String name) {
        return trial.daemon(name)
                .misbehaving("random-death", "--odds", "40", "--seed", Long.toString(SEED), "--checkpoint", "every:40")
                .property("failoverTimeMillis", 5000)
                .property("parentShardPollIntervalMillis", 200)
                .property("timeoutInSeconds", 10);
    }

    private static List<ProcessHandle> processors(Trial trial) {
        return trial.daemons().stream()
                .filter(DaemonProcess::isAlive)
                .flatMap(daemon -> daemon.children().stream())
                .filter(child -> Stream.of(child.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.endsWith("misbehave.py")))
                .toList();
    }

    private static void report(Trial trial, Havoc havoc) {
        long deaths = trial.ledger().entries(Remark.class).stream()
                .filter(remark -> remark.name().equals("death"))
                .count();
        System.out.printf(
                "chaos: %d kills from outside, %d deaths in mid-message, %d faults of the services%n",
                havoc.kills(), deaths, havoc.faults());
    }
}
