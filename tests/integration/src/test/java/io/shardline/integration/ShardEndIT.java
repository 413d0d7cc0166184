package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.Accounts;
import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Trial;
import io.shardline.integration.harness.TrialExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processors that do not checkpoint the end of their shard, without which its child shards cannot begin. */
@ExtendWith(TrialExtension.class)
class ShardEndIT {

    @Test
    void aProcessorThatForgetsTheCheckpointIsAskedAgainAndThenReplaced(Trial trial) {
        DaemonLaunch launch = trial.daemon("a").misbehaving("no-end-checkpoint", "--times", "1");

        DaemonProcess daemon = assertChildrenAreReached(trial, launch);

        assertThat(trial.ledger().messages("shardEnded")).hasSize(3);
        assertThat(daemon.logLines())
                .filteredOn(line -> line.contains("ERROR") && line.contains("shardEnded without a checkpoint"))
                .isNotEmpty();
    }

    @Test
    void withCheckpointAtShardEndAutoTheDaemonWritesTheEndItself(Trial trial) {
        DaemonLaunch launch =
                trial.daemon("a").misbehaving("no-end-checkpoint").property("checkpointAtShardEnd", "auto");

        DaemonProcess daemon = assertChildrenAreReached(trial, launch);

        assertThat(trial.ledger().messages("shardEnded")).hasSize(1);
        assertThat(daemon.log()).doesNotContain("ERROR");
    }

    private static DaemonProcess assertChildrenAreReached(Trial trial, DaemonLaunch launch) {
        trial.createStream(1);
        trial.producer().put(Payloads.small(20));
        String parent = trial.shards().get(0).shardId();
        DaemonProcess daemon = trial.start(launch.property("parentShardPollIntervalMillis", 200));
        Accounts.awaitConfirmed(trial.put(), trial.ledger(), Duration.ofSeconds(60));

        List<String> children = trial.split(parent);
        trial.producer().put(Payloads.small(20));

        trial.awaitProcessorsOf(children, Duration.ofSeconds(30));
        Accounts.awaitConfirmed(trial.put(), trial.ledger(), Duration.ofSeconds(30));
        Accounts.assertNothingLost(trial.put(), trial.ledger());
        return daemon;
    }
}
