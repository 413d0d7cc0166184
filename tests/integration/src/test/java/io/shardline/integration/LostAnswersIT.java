package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.KinesisUnderTest;
import io.shardline.integration.harness.Load;
import io.shardline.integration.harness.OwnStack;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import io.shardline.localstack.fault.Fault;
import io.shardline.localstack.fault.Service;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * DynamoDB carries out a write and its answer is lost. The SDK writes again, and then the condition of the write fails
 * because of the first one. KCL 3.5.1 takes this for the loss of the lease (DynamoDBLeaseRenewer.updateLease).
 */
@ExtendWith(TestEnvironmentExtension.class)
@OwnStack
@DisabledIfSystemProperty(
        named = KinesisUnderTest.CHOICE,
        matches = KinesisUnderTest.KINESIS_MOCK,
        disabledReason = "kinesis-mock has no faults on demand")
class LostAnswersIT {
    private static final int UNTIL_CLEARED = 100_000;
    private static final int SHARDS = 4;
    private static final Duration AT_MOST = Duration.ofSeconds(60);

    private TestEnvironment environment;

    @AfterEach
    void answerAgain() {
        environment.underTest().faults().clear();
    }

    @Test
    void aLostAnswerCostsNoLeaseAndNoProcessor(TestEnvironment given) {
        environment = given;
        environment.createStream(SHARDS);
        DaemonProcess daemon = environment.start(
                environment.daemon("a").property("failoverTimeMillis", 3000).ledger("--checkpoint", "batch"));
        environment.awaitProcessors(SHARDS, AT_MOST);
        environment
                .underTest()
                .faults()
                .add(Fault.cutAfter(Service.DYNAMODB, "UpdateItem", UNTIL_CLEARED)
                        .every(10));

        try (Load load = Load.start(environment.producer(), 20, Duration.ofMillis(100))) {
            load.awaitMore(3000, AT_MOST);
        }

        Reconciliation.awaitConfirmed(environment.put(), environment.ledger(), AT_MOST);
        Reconciliation.assertEachOnceInOrder(environment.put(), environment.ledger());
        assertThat(lostAnswers()).isGreaterThan(20);
        assertThat(daemon.log()).doesNotContain("lease lost");
        assertThat(environment.ledger().messages("initialize")).hasSize(SHARDS);
        environment
                .put()
                .byShard()
                .keySet()
                .forEach(shard -> assertThat(environment.ledger().errors(shard)).isEmpty());
    }

    private int lostAnswers() {
        return UNTIL_CLEARED - environment.underTest().faults().pending().get(0).count();
    }
}
