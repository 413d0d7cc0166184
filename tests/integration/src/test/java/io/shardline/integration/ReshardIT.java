package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.Accounts;
import io.shardline.integration.harness.Ledger;
import io.shardline.integration.harness.LedgerEntry.Checkpoint;
import io.shardline.integration.harness.LedgerEntry.Message;
import io.shardline.integration.harness.Load;
import io.shardline.integration.harness.Trial;
import io.shardline.integration.harness.TrialExtension;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Shards that split and merge while records keep coming. */
@ExtendWith(TrialExtension.class)
class ReshardIT {

    @Test
    void splitAndMergeUnderLoadLoseNothingAndChildrenComeAfterTheirParents(Trial trial) {
        trial.createStream(1);
        trial.start(trial.daemon("a").property("parentShardPollIntervalMillis", 200));
        try (Load load = Load.start(trial.producer(), 20, Duration.ofMillis(100))) {
            trial.ledger().awaitRecords(50, Duration.ofSeconds(60));

            String parent = trial.shards().get(0).shardId();
            List<String> halves = trial.split(parent);
            trial.awaitProcessorsOf(halves, Duration.ofSeconds(30));

            String merged = trial.merge(halves.get(0), halves.get(1));
            trial.awaitProcessorsOf(List.of(merged), Duration.ofSeconds(30));
            load.awaitMore(100, Duration.ofSeconds(10));
        }

        Accounts.awaitConfirmed(trial.put(), trial.ledger(), Duration.ofSeconds(30));
        Accounts.assertEachOnceInOrder(trial.put(), trial.ledger());
        assertThat(trial.put().byShard().keySet()).hasSize(4);
        assertThat(trial.shards()).hasSize(4).allSatisfy(shard -> assertBeginsAfterItsParents(shard, trial.ledger()));
    }

    private static void assertBeginsAfterItsParents(Shard shard, Ledger ledger) {
        Message begin = ledger.messages("initialize").stream()
                .filter(message -> message.shard().equals(shard.shardId()))
                .findFirst()
                .orElseThrow();
        Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
                .filter(Objects::nonNull)
                .forEach(parent -> assertThat(endOf(parent, ledger)).isLessThan(begin.order()));
    }

    private static long endOf(String shard, Ledger ledger) {
        Message ended = ledger.messages("shardEnded").stream()
                .filter(message -> message.shard().equals(shard))
                .findFirst()
                .orElseThrow();
        return ledger.checkpoints(shard).stream()
                .filter(checkpoint -> checkpoint.order() > ended.order())
                .filter(checkpoint -> checkpoint.error().isEmpty())
                .mapToLong(Checkpoint::order)
                .findFirst()
                .orElseThrow();
    }
}
