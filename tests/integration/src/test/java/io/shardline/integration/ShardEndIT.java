package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.DaemonLaunch;
import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processors that do not checkpoint the end of their shard, without which its child shards cannot begin. */
@ExtendWith(TestEnvironmentExtension.class)
class ShardEndIT {

    @Test
    void aProcessorThatForgetsTheCheckpointIsAskedAgainAndThenReplaced(TestEnvironment environment) {
        DaemonLaunch launch = environment.daemon("a").misbehaving("no-end-checkpoint", "--times", "1");

        DaemonProcess daemon = assertChildrenAreReached(environment, launch);

        assertThat(environment.ledger().messages("shardEnded")).hasSize(3);
        assertThat(daemon.logLines())
                .filteredOn(line -> line.contains("ERROR") && line.contains("shardEnded without a checkpoint"))
                .isNotEmpty();
    }

    @Test
    void withCheckpointAtShardEndAutoTheDaemonWritesTheEndItself(TestEnvironment environment) {
        DaemonLaunch launch =
                environment.daemon("a").misbehaving("no-end-checkpoint").property("checkpointAtShardEnd", "auto");

        DaemonProcess daemon = assertChildrenAreReached(environment, launch);

        assertThat(environment.ledger().messages("shardEnded")).hasSize(1);
        assertThat(daemon.log()).doesNotContain("ERROR");
    }

    private static DaemonProcess assertChildrenAreReached(TestEnvironment environment, DaemonLaunch launch) {
        environment.createStream(1);
        environment.producer().put(Payloads.small(20));
        String parent = environment.shards().get(0).shardId();
        DaemonProcess daemon = environment.start(launch.property("parentShardPollIntervalMillis", 200));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(60));

        List<String> children = environment.split(parent);
        environment.producer().put(Payloads.small(20));

        environment.awaitProcessorsOf(children, Duration.ofSeconds(30));
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(30));
        Reconciliation.assertNothingLost(environment.put(), environment.ledger());
        return daemon;
    }
}
