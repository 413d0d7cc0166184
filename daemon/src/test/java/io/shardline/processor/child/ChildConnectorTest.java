package io.shardline.processor.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shardline.child.ChildFactory;
import io.shardline.child.StopPlan;
import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.NamedThreads;
import io.shardline.config.processor.ProcessLaunchSettings;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.processor.Outcome;
import io.shardline.processor.ProcessorConnection;
import io.shardline.processor.StatusDeadline;
import io.shardline.processor.StopUrgency;
import io.shardline.protocol.FromProcessor.Status;
import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.protocol.ToProcessor.Initialize;
import io.shardline.protocol.ToProcessor.ProcessRecords;
import io.shardline.testing.RecordedEvents;
import io.shardline.testing.ShardRefs;
import io.shardline.testing.ShellProcessor;
import io.shardline.transport.TraceFile;
import io.shardline.transport.WireTracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections to real children. */
@Timeout(60)
class ChildConnectorTest {
    private static final ActionMessage INITIALIZE = new Initialize("shardId-0", "TRIM_HORIZON", 0);
    private static final ActionMessage BATCH = new ProcessRecords(List.of(), 0L);
    private static final StopPlan PATIENT = new StopPlan(Duration.ofSeconds(30), Duration.ofSeconds(30));
    private static final int MAX_LINE_BYTES = 10_000;

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.factory("test"));
    private final RecordedEvents events = new RecordedEvents();
    private final List<ChildFactory> started = new ArrayList<>();

    @AfterEach
    void leaveNothingBehind() {
        started.forEach(ChildFactory::close);
    }

    @Test
    void asksAndAnswersCheckpointRequests() throws Exception {
        ProcessorConnection connection = connect("[ $action = processRecords ] && checkpoint '\"42\"'");

        assertThat(ask(connection, INITIALIZE)).isEqualTo(new Outcome.Answered(new Status("initialize")));
        assertThat(ask(connection, BATCH)).isEqualTo(new Outcome.Answered(new Status("processRecords")));
        connection.stop(StopUrgency.PATIENT);

        assertThat(events.checkpoints()).containsExactly("processRecords 42");
        assertThat(new ShellProcessor(folder).ledger())
                .containsExactly("initialize TRIM_HORIZON", "records", "ok", "end");
    }

    @Test
    void isNamedByItsProcess() throws Exception {
        ProcessorConnection connection = connect("true");

        long pid = connection.pid().orElseThrow();
        assertThat(ProcessHandle.of(pid)).isPresent();
        assertThat(connection.id()).isEqualTo("pid " + pid);
    }

    @Test
    void explainsAnExitWithTheLastLinesOfStderr() throws Exception {
        ProcessorConnection connection = connect("echo because >&2; exit 3");

        assertThat(failure(ask(connection, INITIALIZE)))
                .isEqualTo(new Failure(
                        Cause.EXITED, "exited with code 3 before it had answered initialize", "", List.of("because")));
        assertThat(events.disconnections()).isEqualTo(1);
    }

    @Test
    void explainsASignal() throws Exception {
        assertThat(failure(ask(connect("kill -KILL $$"), INITIALIZE)))
                .isEqualTo(new Failure(
                        Cause.KILLED, "was killed by signal 9 before it had answered initialize", "", List.of()));
    }

    @Test
    void explainsAPipeThatWasClosed() throws Exception {
        assertThat(failure(ask(connect("exec >&-; sleep 1000"), INITIALIZE)))
                .isEqualTo(new Failure(
                        Cause.CLOSED_PIPE, "closed its pipe before it had answered initialize", "", List.of()));
    }

    @Test
    void noticesAnExitWhileIdle() throws Exception {
        ProcessorConnection connection =
                connect("say '{\"action\":\"status\",\"responseFor\":\"initialize\"}'; exit 4");
        assertThat(ask(connection, INITIALIZE)).isInstanceOf(Outcome.Answered.class);

        await().atMost(Duration.ofSeconds(20)).until(() -> events.disconnections() == 1);
        assertThat(connection.faultWhileIdle())
                .hasValueSatisfying(
                        fault -> assertThat(fault.message()).isEqualTo("exited with code 4 while it was idle"));
    }

    @Test
    void endsALineBeyondTheLimit() throws Exception {
        Failure failure = failure(ask(connect("yes | head -c 100000 | tr -d '\\n'"), INITIALIZE));

        assertThat(failure.cause()).isEqualTo(Cause.BROKE_PROTOCOL);
        assertThat(failure.evidence()).isEqualTo("y".repeat(4096));
    }

    @Test
    void findsTheFailurePatternInTheLastBatchOnly() throws Exception {
        ProcessorConnection connection = connect("[ $n = 1 ] && echo 'Traceback: boom' >&2");
        ask(connection, INITIALIZE);
        assertThat(connection.printedFailure()).isEmpty();

        ask(connection, BATCH);
        assertThat(connection.printedFailure()).contains("Traceback: boom");
        ask(connection, BATCH);
        assertThat(connection.printedFailure()).isEmpty();
    }

    @Test
    void aHurriedStopWaitsForNothing() throws Exception {
        ProcessorConnection connection = connectTo("trap '' TERM; while :; do sleep 1; done");
        long started = System.nanoTime();

        connection.stop(StopUrgency.HURRIED);

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
        assertThat(ProcessHandle.of(connection.pid().orElseThrow())).isEmpty();
    }

    @Test
    void aPatientStopLetsTheProcessorFinish() throws Exception {
        ProcessorConnection connection = connectTo("cat > /dev/null; sleep 0.3; echo done > done");

        connection.stop(StopUrgency.PATIENT);

        assertThat(Files.exists(folder.resolve("done"))).isTrue();
    }

    @Test
    void killReturnsImmediately() throws Exception {
        ProcessorConnection connection = connectTo("trap '' TERM; while :; do sleep 1; done");

        connection.kill();

        await().atMost(Duration.ofSeconds(20)).until(() -> events.disconnections() == 1);
    }

    @Test
    void startsNoChildWhenTheDaemonStops() {
        ChildFactory children = children(List.of("cat"));
        children.close();

        assertThatThrownBy(() -> connector(children, WireTracer.NONE).connect(ShardRefs.of("shardId-0"), events))
                .isInstanceOf(IOException.class)
                .hasMessage("the daemon is stopping");
    }

    @Test
    void recordsTheConversation() throws Exception {
        Path file = folder.resolve("trace");
        ChildFactory children = children(new ShellProcessor(folder).command("true"));
        try (TraceFile trace = new TraceFile(file, shard -> true, UnaryOperator.identity())) {
            ProcessorConnection connection = connector(children, trace).connect(ShardRefs.of("shardId-0"), events);
            ask(connection, INITIALIZE);
            connection.stop(StopUrgency.PATIENT);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Files.readAllLines(file).size() == 4);
        }

        assertThat(Files.readAllLines(file))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("\"to\":\"processor\"")
                                .contains("initialize"),
                        line -> assertThat(line).contains("\"to\":\"daemon\"").contains("responseFor"),
                        line -> assertThat(line).contains("\"to\":\"processor\",\"closed\":true"),
                        line -> assertThat(line).contains("\"to\":\"daemon\",\"closed\":true"));
    }

    private ProcessorConnection connect(String added) throws IOException, InterruptedException {
        return connector(children(new ShellProcessor(folder).command(added)), WireTracer.NONE)
                .connect(ShardRefs.of("shardId-0"), events);
    }

    /** Connects to a shell that answers nothing. */
    private ProcessorConnection connectTo(String script) throws IOException, InterruptedException {
        return connector(children(List.of("/bin/sh", "-c", "cd " + folder + "; " + script)), WireTracer.NONE)
                .connect(ShardRefs.of("shardId-0"), events);
    }

    private ChildFactory children(List<String> command) {
        ChildFactory children = new ChildFactory(
                command,
                ProcessLaunchSettings.INHERITED,
                Optional.empty(),
                Optional.of(Pattern.compile("^Traceback")),
                threads);
        started.add(children);
        return children;
    }

    private ChildConnector connector(ChildFactory children, WireTracer tracer) {
        StopPlan hurried = new StopPlan(Duration.ofMillis(50), Duration.ofMillis(50));
        return new ChildConnector(children, PATIENT, hurried, MAX_LINE_BYTES, tracer, threads);
    }

    private static Outcome ask(ProcessorConnection connection, ActionMessage message) throws InterruptedException {
        return connection.ask(message, StatusDeadline.fixed(Deadline.after(Duration.ofSeconds(20))));
    }

    private static Failure failure(Outcome outcome) {
        return outcome.failure().orElseThrow(() -> new AssertionError(outcome));
    }
}
