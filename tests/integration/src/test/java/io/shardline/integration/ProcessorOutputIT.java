package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.LedgerEntry.Ended;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What processors print beside the protocol. */
@ExtendWith(TestEnvironmentExtension.class)
class ProcessorOutputIT {

    @Test
    void linesOnStderrAndStdoutAreLoggedOnceUnderTheirShardAndDisturbNothing(TestEnvironment environment) {
        environment.createStream(2);
        environment.producer().put(Payloads.small(100));

        DaemonProcess daemon = environment.start(environment.daemon("a").misbehaving("chatter"));

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), Duration.ofSeconds(60));
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
        daemon.terminate();
        assertThat(daemon.awaitExit(Duration.ofSeconds(20))).isZero();
        assertThat(environment.ledger().entries(Ended.class)).hasSize(2);
        for (String shard : environment.put().byShard().keySet()) {
            assertLoggedOnce(daemon, shard, "a line on stderr of " + shard, "INFO");
            assertLoggedOnce(daemon, shard, "WARNING: a warning on stderr of " + shard, "WARN");
            assertLoggedOnce(daemon, shard, "a line on stdout of " + shard, "INFO");
        }
    }

    private static void assertLoggedOnce(DaemonProcess daemon, String shard, String text, String level) {
        List<String> lines =
                daemon.logLines().stream().filter(line -> line.contains(text)).toList();
        assertThat(lines).singleElement().asString().contains(level, "shardId=" + shard, "pid=");
    }
}
