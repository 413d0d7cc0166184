package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.Accounts;
import io.shardline.integration.harness.LedgerEntry.Delivery;
import io.shardline.integration.harness.LedgerEntry.Message;
import io.shardline.integration.harness.Load;
import io.shardline.integration.harness.Processes;
import io.shardline.integration.harness.Trial;
import io.shardline.integration.harness.TrialExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** How long a shard is without a processor when that is killed, and whether the others feel it. */
@ExtendWith(TrialExtension.class)
@Isolated("it measures times")
class RecoveryTimeIT {
    private static final String KILLED = "shardId-000000000000";
    private static final int KILLS = 5;

    @Test
    void afterKillMinusNineOfAChildRecordsFlowAgainInASecondAndOtherShardsHaveNoGap(Trial trial) {
        trial.createStream(3);
        trial.start(trial.daemon("a"));
        try (Load load = Load.start(trial.producer(), 30, Duration.ofMillis(50))) {
            trial.awaitProcessors(3, Duration.ofSeconds(60));
            for (int kill = 0; kill < KILLS; kill++) {
                load.awaitMore(300, Duration.ofSeconds(10));
                Message begin = lastConversation(trial);
                Processes.kill(begin.child().pid());
                trial.ledger().only(KILLED).awaitDeliveryByAnother(begin.child(), Duration.ofSeconds(10));
            }
            load.awaitMore(300, Duration.ofSeconds(10));
        }
        Accounts.awaitConfirmed(trial.put(), trial.ledger(), Duration.ofSeconds(30));
        Accounts.assertNothingLost(trial.put(), trial.ledger());

        Duration pause = longestPause(trial, KILLED);
        System.out.printf("longest pause of the shard whose child was killed %d times: %s%n", KILLS, pause);
        assertThat(pause).isLessThan(Duration.ofSeconds(1));
        for (String other : List.of("shardId-000000000001", "shardId-000000000002")) {
            System.out.printf("longest pause of %s: %s%n", other, longestPause(trial, other));
            assertThat(longestPause(trial, other)).isLessThan(Duration.ofSeconds(1));
            assertThat(trial.ledger().only(other).messages("initialize")).hasSize(1);
        }
    }

    private static Message lastConversation(Trial trial) {
        List<Message> begins = trial.ledger().only(KILLED).messages("initialize");
        return begins.get(begins.size() - 1);
    }

    /** Between two deliveries; the reads are 250 ms apart, so that much is no pause. */
    private static Duration longestPause(Trial trial, String shard) {
        List<Delivery> deliveries = trial.ledger().only(shard).entries(Delivery.class);
        long longest = 0;
        for (int i = 1; i < deliveries.size(); i++) {
            longest = Math.max(
                    longest, deliveries.get(i).order() - deliveries.get(i - 1).order());
        }
        return Duration.ofNanos(longest);
    }
}
