package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.LedgerEntry.Delivery;
import io.shardline.integration.harness.LedgerEntry.Message;
import io.shardline.integration.harness.Load;
import io.shardline.integration.harness.Processes;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** How long a shard is without a processor when that is killed, and whether the others feel it. */
@ExtendWith(TestEnvironmentExtension.class)
@Isolated("it measures times")
@DisabledIfSystemProperty(
        named = KinesisUnderTest.CHOICE,
        matches = KinesisUnderTest.KINESIS_MOCK,
        disabledReason = "about processors, and its load is more than kinesis-mock takes")
class RecoveryTimeIT {
    private static final String KILLED = "shardId-000000000000";
    private static final int KILLS = 5;

    @Test
    void afterKillMinusNineOfAChildRecordsFlowAgainInASecondAndOthersHaveNoGap(TestEnvironment environment) {
        environment.createStream(3);
        environment.start(environment.daemon("a"));
        try (Load load = Load.start(environment.producer(), 30, Duration.ofMillis(50))) {
            environment.awaitProcessors(3, Duration.ofSeconds(60));
            for (int kill = 0; kill < KILLS; kill++) {
                load.awaitMore(300, Duration.ofSeconds(10));
                Message begin = lastConversation(environment);
                Processes.kill(begin.child().pid());
                environment.ledger().only(KILLED).awaitDeliveryByAnother(begin.child(), Duration.ofSeconds(10));
            }
            load.awaitMore(300, Duration.ofSeconds(10));
        }
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(30));
        Reconciliation.assertNothingLost(environment.put(), environment.ledger());

        List<Duration> recoveries = recoveries(environment);
        System.out.println("recovery of a shard after kill -9 of its processor, from record to record: " + recoveries);
        assertThat(recoveries.get(recoveries.size() / 2)).as("median").isLessThan(Duration.ofSeconds(1));
        for (String other : List.of("shardId-000000000001", "shardId-000000000002")) {
            System.out.printf("longest pause of %s meanwhile: %s%n", other, longestPause(environment, other));
            assertThat(longestPause(environment, other)).isLessThan(Duration.ofSeconds(2));
            assertThat(environment.ledger().only(other).messages("initialize")).hasSize(1);
        }
    }

    private static Message lastConversation(TestEnvironment environment) {
        List<Message> begins = environment.ledger().only(KILLED).messages("initialize");
        return begins.get(begins.size() - 1);
    }

    /** From the last record of a process to the first one of the next; shortest first. */
    private static List<Duration> recoveries(TestEnvironment environment) {
        List<Duration> recoveries = new ArrayList<>();
        pairs(environment, KILLED, (before, after) -> {
            if (!before.child().equals(after.child())) {
                recoveries.add(between(before, after));
            }
        });
        recoveries.sort(Comparator.naturalOrder());
        return recoveries;
    }

    /** Between two deliveries; the reads are 250 ms apart, so that much is no pause. */
    private static Duration longestPause(TestEnvironment environment, String shard) {
        List<Duration> pauses = new ArrayList<>();
        pairs(environment, shard, (before, after) -> pauses.add(between(before, after)));
        return Collections.max(pauses);
    }

    private static void pairs(TestEnvironment environment, String shard, BiConsumer<Delivery, Delivery> each) {
        List<Delivery> deliveries = environment.ledger().only(shard).entries(Delivery.class);
        for (int i = 1; i < deliveries.size(); i++) {
            each.accept(deliveries.get(i - 1), deliveries.get(i));
        }
    }

    private static Duration between(Delivery before, Delivery after) {
        return Duration.ofNanos(after.order() - before.order());
    }
}
