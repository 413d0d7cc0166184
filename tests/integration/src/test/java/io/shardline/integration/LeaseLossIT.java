package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.OperationsClient;
import io.shardline.integration.harness.OwnStack;
import io.shardline.integration.harness.Payloads;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import io.shardline.localstack.fault.Fault;
import io.shardline.localstack.fault.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** A lease is lost while its processor is busy: the log says why immediately, and no two processors overlap. */
@ExtendWith(TestEnvironmentExtension.class)
@OwnStack
@DisabledIfSystemProperty(
        named = KinesisUnderTest.CHOICE,
        matches = KinesisUnderTest.KINESIS_MOCK,
        disabledReason = "kinesis-mock has no faults on demand")
class LeaseLossIT {
    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(8);
    private static final String SHARD = "shardId-000000000000";

    @Test
    void aBusyProcessorIsReplacedWithoutOverlapAndWithoutAFailure(TestEnvironment environment) throws IOException {
        Path gate = environment.directory().resolve("gate");
        environment.createStream(1);
        DaemonProcess daemon = environment.start(environment
                .daemon("a")
                .property("failoverTimeMillis", 3000)
                .property("httpListen", 0)
                .ledger("--gate", gate.toString()));
        environment.awaitProcessors(1, AT_MOST);
        environment.producer().put(Payloads.small(20));
        environment.ledger().awaitMessage("processRecords", AT_MOST);

        environment.leaseTable().assign(SHARD, "somebody");

        daemon.awaitLog("lease lost", SOON);
        assertThat(daemon.log())
                .contains("WARN  SessionEndWatch - lease lost")
                .contains("worker somebody has acquired it");
        await("a second processor")
                .atMost(AT_MOST)
                .until(() -> environment.ledger().messages("initialize").size() == 2);
        assertThat(daemon.children()).hasSize(1);
        Files.createFile(gate);
        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), AT_MOST);
        assertThat(daemon.log()).doesNotContain("ERROR");
        assertThat(OperationsClient.of(daemon.log())
                        .shard(SHARD)
                        .at("/restarts")
                        .asInt())
                .isZero();
    }

    @Test
    void aLeaseThatCannotBeRenewedIsLostForThatReason(TestEnvironment environment) {
        environment.createStream(1);
        DaemonProcess daemon = environment.start(environment.daemon("a").property("failoverTimeMillis", 3000));
        environment.awaitProcessors(1, AT_MOST);

        environment
                .underTest()
                .faults()
                .add(Fault.error(Service.DYNAMODB, "UpdateItem", 100_000, "AccessDeniedException"));

        daemon.awaitLog("lease lost", AT_MOST);
        environment.underTest().faults().clear();
        assertThat(daemon.log())
                .contains("it was not renewed within failoverTimeMillis (DynamoDbException: AccessDeniedException");
    }
}
