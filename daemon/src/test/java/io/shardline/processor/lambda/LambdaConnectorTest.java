package io.shardline.processor.lambda;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.concurrent.Deadline;
import io.shardline.event.EventSource;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.processor.Outcome;
import io.shardline.processor.ProcessorConnection;
import io.shardline.processor.StatusDeadline;
import io.shardline.processor.lambda.FakeRuntime.Event;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.FromProcessor.BatchFailure;
import io.shardline.protocol.FromProcessor.Status;
import io.shardline.protocol.Position;
import io.shardline.protocol.ToProcessor.Initialize;
import io.shardline.protocol.ToProcessor.ProcessRecords;
import io.shardline.protocol.ToProcessor.ShardEnded;
import io.shardline.testing.RecordedEvents;
import io.shardline.testing.ShardRefs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LambdaConnectorTest {
    private static final StatusDeadline AMPLE = StatusDeadline.fixed(Deadline.none());

    private final ExecutorService sessions = Executors.newCachedThreadPool();
    private LambdaConnector connector;
    private int port;
    private FakeRuntime runtime;

    @BeforeEach
    void listen() throws IOException {
        port = freePort();
        connector = LambdaConnector.listening(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                new EventSource("arn:aws:kinesis:eu-west-1:123456789012:stream/words", "eu-west-1", "app"));
        runtime = new FakeRuntime(port);
    }

    @AfterEach
    void close() {
        connector.close();
        sessions.shutdownNow();
    }

    @Test
    void answersEverythingButBatchesItself() throws Exception {
        ProcessorConnection connection = connect("shardId-0");

        assertThat(connection.ask(new Initialize("shardId-0", "TRIM_HORIZON", 0), AMPLE))
                .isEqualTo(new Outcome.Answered(new Status("initialize")));
        assertThat(connection.ask(new ProcessRecords(List.of(), 0L), AMPLE))
                .isEqualTo(new Outcome.Answered(new Status("processRecords")));
        assertThat(connection.ask(new ShardEnded(), AMPLE)).isEqualTo(new Outcome.Answered(new Status("shardEnded")));
    }

    @Test
    void givesARuntimeAnEventWithItsHeaders() throws Exception {
        Future<Outcome> outcome = ask("shardId-0", "7", within(Duration.ofSeconds(30)));
        Event event = runtime.next().get(10, TimeUnit.SECONDS);

        assertThat(event.response().body()).contains("\"eventID\":\"shardId-0:7\"");
        assertThat(event.header("Lambda-Runtime-Invoked-Function-Arn"))
                .isEqualTo("arn:aws:lambda:eu-west-1:123456789012:function:app");
        assertThat(event.header("Lambda-Runtime-Trace-Id"))
                .matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0");
        long left = Long.parseLong(event.header("Lambda-Runtime-Deadline-Ms")) - System.currentTimeMillis();
        assertThat(left).isBetween(15_000L, 30_000L);
        assertThat(outcome.isDone()).isFalse();
        assertThat(runtime.respond(event.id(), "")).isEqualTo(202);
        assertThat(outcome.get(10, TimeUnit.SECONDS)).isEqualTo(new Outcome.Answered(new Status("processRecords")));
        assertThat(runtime.respond(event.id(), "")).as("a second answer").isEqualTo(400);
    }

    @Test
    void passesOnWhatTheHandlerReports() throws Exception {
        Future<Outcome> partly = ask("shardId-0", "7", AMPLE);
        runtime.respond(next().id(), "{\"batchItemFailures\":[{\"itemIdentifier\":\"7\"}]}");
        assertThat(partly.get(10, TimeUnit.SECONDS))
                .isEqualTo(new Outcome.Answered(new Status("processRecords", new BatchFailure(null, List.of("7")))));

        Future<Outcome> raised = ask("shardId-0", "8", AMPLE);
        runtime.fail(
                next().id(),
                "{\"errorType\":\"ValueError\",\"errorMessage\":\"two\\nlines\",\"stackTrace\":[\"at a\",\"at b\"]}");
        assertThat(failure(raised))
                .isEqualTo(new Failure(
                        Cause.REPORTED_ERROR,
                        "reported an error for its batch: ValueError: two lines",
                        "at a\nat b",
                        List.of()));

        Future<Outcome> tooLong = ask("shardId-0", "9", AMPLE);
        assertThat(runtime.respond(next().id(), "x".repeat(RuntimeApi.MAX_ANSWER_BYTES + 1)))
                .isEqualTo(413);
        assertThat(failure(tooLong).message()).contains("ResponseSizeTooLarge");
    }

    @Test
    void givesAFreeRuntimeTheBatchThatHasWaitedLongest() throws Exception {
        for (int i = 0; i < 20; i++) {
            int waiting = i;
            var unused = ask("shardId-" + i, "7", AMPLE);
            await().until(() -> connector.waiting() == waiting + 1);
        }
        for (int i = 0; i < 20; i++) {
            Event event = next();
            assertThat(event.response().body()).contains("\"shardId-" + i + ":7\"");
            runtime.respond(event.id(), "null");
        }
    }

    /** A runtime that waits, and dies: the batch goes to another one and no attempt is counted. */
    @Test
    void givesNoBatchToARuntimeThatHasLeft() throws Exception {
        try (Socket dead = new Socket(InetAddress.getLoopbackAddress(), port)) {
            dead.getOutputStream()
                    .write("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
            dead.getOutputStream().flush();
            await().until(() -> connector.free() == 1);
        }
        await().until(() -> connector.free() == 0);
        Future<Outcome> outcome = ask("shardId-0", "7", AMPLE);

        runtime.respond(next().id(), "");
        assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void aRuntimeThatAsksAgainHasAbandonedItsEvent() throws Exception {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            byte[] next = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1);
            client.getOutputStream().write(next);
            Future<Outcome> outcome = ask("shardId-0", "7", AMPLE);
            client.getInputStream().readNBytes(100);
            await().until(() -> connector.waiting() == 0);
            client.getOutputStream().write(next);

            assertThat(failure(outcome).cause()).isEqualTo(Cause.BROKE_PROTOCOL);
        }
    }

    @Test
    void countsTheTimeoutFromTheDelivery() throws Exception {
        RestartedDeadline deadline = new RestartedDeadline(Duration.ofMillis(300));
        Future<Outcome> outcome = ask("shardId-0", "7", deadline);
        await().until(deadline::expired);
        assertThat(outcome.isDone()).isFalse();
        Event event = next();

        assertThat(failure(outcome).cause()).isEqualTo(Cause.TIMED_OUT);
        assertThat(runtime.respond(event.id(), "")).as("an answer that is late").isEqualTo(400);
    }

    @Test
    void aBatchThatNoRuntimeHasTakenIsNotDelivered() throws Exception {
        StatusDeadline ended = StatusDeadline.fixed(Deadline.after(Duration.ofMillis(50)));

        assertThat(ask("shardId-0", "7", ended).get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.NotDelivered.class);
        assertThat(connector.waiting()).isZero();
    }

    @Test
    void killEndsAWait() throws Exception {
        ProcessorConnection connection = connect("shardId-0");
        Future<Outcome> waiting = submit(() -> connection.ask(batch("7"), AMPLE));
        await().until(() -> connector.waiting() == 1);
        connection.kill();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.NotDelivered.class);

        ProcessorConnection other = connect("shardId-1");
        Future<Outcome> delivered = submit(() -> other.ask(batch("7"), AMPLE));
        next();
        other.kill();
        assertThat(delivered.get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.NotDelivered.class);
    }

    @Test
    void knowsNoOtherOperation() throws Exception {
        assertThat(runtime.post("invocation/next", "")).isEqualTo(404);
        assertThat(runtime.post("restore/error", "")).isEqualTo(404);
        assertThat(runtime.post("init/error", "{\"errorMessage\":\"no handler\",\"errorType\":\"ImportError\"}"))
                .isEqualTo(202);
    }

    private Event next() throws Exception {
        return runtime.next().get(10, TimeUnit.SECONDS);
    }

    private static Failure failure(Future<Outcome> outcome) throws Exception {
        return ((Outcome.BatchFailed) outcome.get(10, TimeUnit.SECONDS)).cause();
    }

    private Future<Outcome> ask(String shard, String sequence, StatusDeadline deadline) {
        return submit(() -> connect(shard).ask(batch(sequence), deadline));
    }

    private Future<Outcome> submit(Callable<Outcome> call) {
        return sessions.submit(call);
    }

    private ProcessorConnection connect(String shard) {
        return connector.connect(ShardRefs.of(shard), new RecordedEvents());
    }

    private static ProcessRecords batch(String sequence) {
        return new ProcessRecords(
                List.of(new DataRecord(ByteBuffer.wrap("x".getBytes(UTF_8)), "k", new Position(sequence, 0), 1)), 0L);
    }

    private static StatusDeadline within(Duration time) {
        return StatusDeadline.fixed(Deadline.after(time));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** As that of a session: it does not run out before the delivery. */
    private static final class RestartedDeadline implements StatusDeadline {
        private final Duration timeout;
        private volatile Deadline current;

        RestartedDeadline(Duration timeout) {
            this.timeout = timeout;
            this.current = Deadline.after(timeout);
        }

        boolean expired() {
            return current.expired();
        }

        @Override
        public Deadline current() {
            return current;
        }

        @Override
        public Deadline undelivered() {
            return Deadline.none();
        }

        @Override
        public void restart() {
            current = Deadline.after(timeout);
        }

        @Override
        public Optional<String> shortenedBy() {
            return Optional.empty();
        }
    }
}
