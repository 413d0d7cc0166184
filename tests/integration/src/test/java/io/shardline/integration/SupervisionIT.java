package io.shardline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.integration.harness.DaemonProcess;
import io.shardline.integration.harness.FaultPlan;
import io.shardline.integration.harness.FaultPlan.Fault;
import io.shardline.integration.harness.LedgerEntry.Remark;
import io.shardline.integration.harness.Payload;
import io.shardline.integration.harness.Processes;
import io.shardline.integration.harness.Reconciliation;
import io.shardline.integration.harness.TestEnvironment;
import io.shardline.integration.harness.TestEnvironmentExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * One daemon, many shards, and on each of them a processor with a fault of its own, see {@code
 * tests/processors/misbehave.py}. None may lose a record, and none may be noticed on another shard.
 */
@ExtendWith(TestEnvironmentExtension.class)
class SupervisionIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int RECORDS = 40;

    /** Faults that cost a process its life, each in its shard's first process only, and what the report says. */
    private static final List<Fault> FATAL = List.of(
            Fault.once("exit", "exited with code 1", "--after", "7", "--code", "1"),
            Fault.once("exit", "exited with code 0", "--after", "7", "--code", "0"),
            Fault.once("exit", "before it had answered initialize", "--after", "0", "--code", "3"),
            Fault.once("signal", "killed by signal 9", "--after", "7", "--signal", "SIGKILL"),
            Fault.once("signal", "killed by signal 11", "--after", "7", "--signal", "SIGSEGV"),
            Fault.once("half-message", "killed by signal 9", "--after", "7"),
            Fault.once("hang", "did not answer initialize in time", "--action", "initialize"),
            Fault.once("hang", "did not answer processRecords in time", "--action", "processRecords"),
            Fault.once("stop-reading", "processRecords in time"),
            Fault.once("close-stdout", "closed its pipe", "--after", "7"),
            Fault.once("close-both", "closed its pipe", "--after", "7"),
            Fault.once("endless-line", "a line of more than", "--after", "7"),
            Fault.once("wrong-status", "answered processRecords with a status for shardEnded", "--after", "7"),
            Fault.once("answer-twice", "a status for processRecords", "--after", "7"),
            Fault.once("grandchild", "exited with code 4", "--after", "7", "--code", "4"),
            Fault.once("orphan", "exited with code 5", "--after", "7", "--code", "5"));

    /** Faults that a daemon has to bear, in every process. */
    private static final List<Fault> ODD = List.of(
            Fault.always("babble"),
            Fault.always("glue"),
            Fault.always("trail"),
            Fault.always("flood-stderr", "--after", "7", "--megabytes", "100"),
            Fault.always("long-stderr-line", "--after", "7", "--megabytes", "20"),
            Fault.always("slow-start", "--seconds", "2"),
            Fault.always("helper"),
            Fault.always("helper", "--leave-tree"),
            Fault.always("checkpoint-beyond", "--after", "7"),
            Fault.always("checkpoint-nonsense", "--after", "7"),
            Fault.always("checkpoint-in-initialize"),
            Fault.always("checkpoint-uninvited"));

    /** The reply to a checkpoint that comes behind a status: it may be the last one that the ledger has. */
    private static final String UNINVITED = "InvalidStateException";

    private static TestEnvironment environment;
    private static FaultPlan plan;
    private static DaemonProcess daemon;

    static Stream<Fault> fatal() {
        return FATAL.stream();
    }

    static Stream<Fault> odd() {
        return ODD.stream();
    }

    @BeforeAll
    static void startOneDaemonForAllShards(TestEnvironment given) {
        environment = given;
        environment.createStream(FATAL.size() + ODD.size() + 1);
        List<Shard> shards = environment.shards();
        plan = FaultPlan.of(
                environment, shards, Stream.concat(FATAL.stream(), ODD.stream()).toList());
        shards.forEach(shard -> environment.producer().put(recordsFor(shard)));
        daemon = environment.start(environment
                .daemon("a")
                .planned(plan)
                .property("maxRecords", 10)
                .property("timeoutInSeconds", 20)
                .property("processorStopWaitMillis", 500)
                .property("processorTermWaitMillis", 500));
    }

    private static List<Payload> recordsFor(Shard shard) {
        Optional<String> key = Optional.of(shard.hashKeyRange().startingHashKey());
        return IntStream.range(0, RECORDS)
                .mapToObj(i -> new Payload("key", ("record " + i).getBytes(StandardCharsets.UTF_8), key))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("fatal")
    void aChildThatFailsIsReplacedAndNothingIsLost(Fault fault) {
        String shard = plan.shardOf(fault);

        Reconciliation.awaitConfirmed(
                environment.put().only(shard), environment.ledger().only(shard), TIMEOUT);

        Reconciliation.assertNothingLost(
                environment.put().only(shard), environment.ledger().only(shard));
        assertThat(environment.ledger().only(shard).messages("initialize")).hasSize(2);
        assertThat(errors(shard)).singleElement().asString().contains(fault.report());
        environment.ledger().only(shard).entries(Remark.class).stream()
                .filter(remark -> remark.name().equals("grandchild"))
                .forEach(remark ->
                        Processes.awaitGone(remark.content().path("grandchild").asLong(), Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @MethodSource("odd")
    void aChildThatIsOddIsBorne(Fault fault) {
        String shard = plan.shardOf(fault);

        Reconciliation.awaitConfirmed(
                environment.put().only(shard), environment.ledger().only(shard), TIMEOUT);

        Reconciliation.assertEachOnceInOrder(
                environment.put().only(shard), environment.ledger().only(shard));
        assertThat(environment.ledger().only(shard).messages("initialize")).hasSize(1);
        assertThat(environment.ledger().only(shard).checkpoints(shard))
                .filteredOn(checkpoint -> !checkpoint.error().equals(Optional.of(UNINVITED)))
                .last()
                .satisfies(checkpoint -> assertThat(checkpoint.error()).isEmpty());
        assertThat(errors(shard)).isEmpty();
    }

    @Test
    void aHealthyShardDoesNotNotice() {
        String shard = plan.healthyShard();

        Reconciliation.awaitConfirmed(
                environment.put().only(shard), environment.ledger().only(shard), TIMEOUT);

        Reconciliation.assertEachOnceInOrder(
                environment.put().only(shard), environment.ledger().only(shard));
        assertThat(environment.ledger().only(shard).messages("initialize")).hasSize(1);
        assertThat(errors(shard)).isEmpty();
    }

    @Test
    void aFloodOnStderrIsCutAndCounted() {
        String flooded = plan.shardOf(ODD.get(3));
        Reconciliation.awaitConfirmed(
                environment.put().only(flooded), environment.ledger().only(flooded), TIMEOUT);

        assertThat(daemon.log().length()).as("bytes of log").isLessThan(20_000_000);
        assertThat(daemon.logLines()).anyMatch(line -> line.contains("dropped") && line.contains(flooded));
    }

    @Test
    void aRefusedCheckpointTellsItsReason() {
        String beyond = plan.shardOf("checkpoint-beyond");
        String nonsense = plan.shardOf("checkpoint-nonsense");
        String early = plan.shardOf("checkpoint-in-initialize");
        for (String shard : List.of(beyond, nonsense, early)) {
            Reconciliation.awaitConfirmed(
                    environment.put().only(shard), environment.ledger().only(shard), TIMEOUT);
        }

        assertThat(environment.ledger().errors(beyond)).containsExactly("IllegalArgumentException");
        assertThat(environment.ledger().errors(nonsense)).hasSize(7).containsOnly("IllegalArgumentException");
        assertThat(environment.ledger().errors(early)).containsExactly("InvalidStateException");
    }

    private static List<String> errors(String shard) {
        return daemon.logLines().stream()
                .filter(line -> line.contains(" ERROR ") && line.contains("shardId=" + shard))
                .toList();
    }
}
