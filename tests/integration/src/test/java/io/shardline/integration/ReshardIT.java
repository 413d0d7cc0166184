package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.Ledger;
import io.shardline.integration.harness.LedgerEntry.Checkpoint;
import io.shardline.integration.harness.LedgerEntry.Message;
import io.shardline.integration.harness.Load;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Shards that split and merge while records keep coming. */
@ExtendWith(TestEnvironmentExtension.class)
class ReshardIT {

    @Test
    void splitAndMergeUnderLoadLoseNothingAndChildrenComeAfterTheirParents(TestEnvironment environment) {
        environment.createStream(1);
        environment.start(environment.daemon("a").property("parentShardPollIntervalMillis", 200));
        try (Load load = Load.start(environment.producer(), 20, Duration.ofMillis(100))) {
            environment.ledger().awaitRecords(50, Duration.ofSeconds(60));

            String parent = environment.shards().get(0).shardId();
            List<String> halves = environment.split(parent);
            environment.awaitProcessorsOf(halves, Duration.ofSeconds(30));

            String merged = environment.merge(halves.get(0), halves.get(1));
            environment.awaitProcessorsOf(List.of(merged), Duration.ofSeconds(30));
            load.awaitMore(100, Duration.ofSeconds(10));
        }

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(30));
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
        assertThat(environment.put().byShard().keySet()).hasSize(4);
        assertThat(environment.shards())
                .hasSize(4)
                .allSatisfy(shard -> assertBeginsAfterItsParents(shard, environment.ledger()));
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
