package io.shardline.processor.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.NamedThreads;
import io.shardline.concurrent.Poller;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.processor.Outcome;
import io.shardline.processor.StatusDeadline;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.FromProcessor.Status;
import io.shardline.protocol.Position;
import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.protocol.ToProcessor.Initialize;
import io.shardline.protocol.ToProcessor.ProcessRecords;
import io.shardline.testing.RecordedEvents;
import io.shardline.testing.ShardRefs;
import io.shardline.testing.SocketPair;
import io.shardline.transport.PolledLineChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The line protocol with a processor at the other end of a real socket. */
@Timeout(60)
class LineExchangeTest {
    private static final ActionMessage INITIALIZE = new Initialize("shardId-0", "TRIM_HORIZON", 0);
    private static final ActionMessage BATCH = new ProcessRecords(List.of(), 0L);
    private static final int MAX_LINE_BYTES = 10_000;

    @TempDir
    private Path folder;

    private final RecordedEvents events = new RecordedEvents();
    private final FakePeer peer = new FakePeer();
    private final ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.factory("test"));
    private SocketPair sockets;
    private PolledLineChannel channel;
    private LineExchange exchange;
    private BufferedReader processorInput;
    private CompletableFuture<Void> processor = CompletableFuture.completedFuture(null);

    @BeforeEach
    void connect() throws IOException {
        sockets = SocketPair.connect(SocketPair.Family.UNIX, folder);
        channel = PolledLineChannel.overSocket(sockets.daemon(), MAX_LINE_BYTES, new Poller("poller"));
        exchange = new LineExchange(ShardRefs.of("shardId-0"), channel, peer, events, threads);
        processorInput = new BufferedReader(Channels.newReader(sockets.processor(), StandardCharsets.UTF_8));
        exchange.listen();
    }

    @AfterEach
    void leaveNothingBehind() throws Exception {
        processor.get(20, TimeUnit.SECONDS);
        channel.close();
        sockets.close();
        threads.shutdownNow();
    }

    @Test
    void asksUntilTheStatus() throws Exception {
        processor(() -> {
            assertThat(read()).contains("\"action\":\"initialize\"");
            print("starting", status("initialize"));
            assertThat(read()).contains("\"action\":\"processRecords\"");
            print(status("processRecords"));
        });

        assertThat(ask(INITIALIZE)).isEqualTo(new Outcome.Answered(new Status("initialize")));
        assertThat(exchange.faultWhileIdle()).isEmpty();
        assertThat(ask(BATCH)).isEqualTo(new Outcome.Answered(new Status("processRecords")));
        assertThat(peer.printed()).containsExactly("starting");
    }

    @Test
    void answersCheckpointRequestsMeanwhile() throws Exception {
        processor(() -> {
            read();
            print("{\"action\":\"checkpoint\",\"sequenceNumber\":\"42\"}");
            assertThat(read())
                    .isEqualTo("{\"action\":\"checkpoint\",\"sequenceNumber\":\"42\",\"subSequenceNumber\":null,"
                            + "\"error\":null}");
            print(status("processRecords"));
        });

        assertThat(ask(BATCH)).isInstanceOf(Outcome.Answered.class);
        assertThat(events.checkpoints()).containsExactly("processRecords 42");
    }

    @Test
    void aStatusForAnotherActionIsAFailureWithItsLine() throws Exception {
        processor(() -> {
            read();
            print(status("leaseLost"));
        });

        assertThat(failure(ask(BATCH)))
                .isEqualTo(new Failure(
                        Cause.BROKE_PROTOCOL,
                        "answered processRecords with a status for leaseLost",
                        status("leaseLost"),
                        List.of("last words")));
        assertThat(events.faults()).containsExactly("wrong_status");
    }

    @Test
    void aStatusThatNothingAskedForIsFoundBeforeTheNextAction() throws Exception {
        processor(() -> {
            read();
            print(status("initialize"), status("initialize"));
        });
        assertThat(ask(INITIALIZE)).isInstanceOf(Outcome.Answered.class);

        await().atMost(Duration.ofSeconds(20)).until(() -> fault().isPresent());
        assertThat(events.faults()).containsExactly("unasked_status");
    }

    @Test
    void aRequestWhileIdleIsRefusedBeforeTheNextAction() throws Exception {
        processor(() -> {
            read();
            print(status("initialize"), "{\"action\":\"checkpoint\",\"sequenceNumber\":null}");
            assertThat(read()).contains("\"error\":\"InvalidStateException\"");
            assertThat(read()).contains("\"action\":\"processRecords\"");
            print(status("processRecords"));
        });
        assertThat(ask(INITIALIZE)).isInstanceOf(Outcome.Answered.class);
        await().atMost(Duration.ofSeconds(20)).until(() -> events.faults().contains("idle_checkpoint"));

        assertThat(exchange.faultWhileIdle()).isEmpty();
        assertThat(ask(BATCH)).isInstanceOf(Outcome.Answered.class);
        assertThat(events.checkpoints()).isEmpty();
    }

    @Test
    void explainsWhyTheProcessorIsGone() throws Exception {
        processor(() -> {
            read();
            sockets.processor().close();
        });

        assertThat(failure(ask(BATCH)))
                .isEqualTo(new Failure(
                        Cause.DISCONNECTED,
                        "closed the connection before it had answered processRecords",
                        "",
                        List.of("last words")));
        assertThat(events.disconnections()).isEqualTo(1);
    }

    @Test
    void noticesWhileIdleThatTheProcessorIsGone() throws Exception {
        sockets.processor().close();

        await().atMost(Duration.ofSeconds(20)).until(() -> events.disconnections() == 1);
        assertThat(exchange.faultWhileIdle())
                .hasValueSatisfying(
                        fault -> assertThat(fault.message()).isEqualTo("closed the connection while it was idle"));
    }

    @Test
    void aStatusThatDoesNotComeIsAFailureAtTheDeadline() throws Exception {
        Deadline deadline = Deadline.after(Duration.ofMillis(200));

        Failure failure = failure(exchange.ask(BATCH, new ShortenedDeadline(deadline)));

        assertThat(failure.cause()).isEqualTo(Cause.TIMED_OUT);
        assertThat(failure.message()).isEqualTo("did not answer processRecords in time (the lease is lost)");
        assertThat(deadline.expired()).isTrue();
    }

    @Test
    void anActionThatIsNotReadIsAFailureAtTheDeadline() throws Exception {
        List<DataRecord> records =
                List.of(new DataRecord(ByteBuffer.wrap(new byte[20_000_000]), "key", new Position("1", 0), 0));

        Failure failure = failure(exchange.ask(
                new ProcessRecords(records, 0L), StatusDeadline.fixed(Deadline.after(Duration.ofMillis(200)))));

        assertThat(failure.cause()).isEqualTo(Cause.TIMED_OUT);
        assertThat(failure.message()).isEqualTo("did not read processRecords in time");
    }

    @Test
    void aLineWithoutAnEndIsAFailureWithItsBeginning() throws Exception {
        processor(() -> print("x".repeat(2 * MAX_LINE_BYTES)));

        Failure failure = failure(ask(BATCH));

        assertThat(failure.cause()).isEqualTo(Cause.BROKE_PROTOCOL);
        assertThat(failure.message()).matches("printed a line of more than \\d+ bytes without an end");
        assertThat(failure.evidence()).isEqualTo("x".repeat(4096));
        assertThat(events.faults()).containsExactly("line_too_long");
    }

    private Optional<Failure> fault() throws InterruptedException {
        return exchange.faultWhileIdle();
    }

    private Outcome ask(ActionMessage message) throws InterruptedException {
        return exchange.ask(message, StatusDeadline.fixed(Deadline.after(Duration.ofSeconds(20))));
    }

    private static Failure failure(Outcome outcome) {
        return outcome.failure().orElseThrow(() -> new AssertionError(outcome));
    }

    private interface Script {
        void run() throws IOException;
    }

    private void processor(Script script) {
        processor = CompletableFuture.runAsync(
                () -> {
                    try {
                        script.run();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                threads);
    }

    private String read() throws IOException {
        return processorInput.readLine();
    }

    private void print(String... lines) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            sockets.processor().write(bytes);
        }
    }

    private static String status(String action) {
        return "{\"action\":\"status\",\"responseFor\":\"" + action + "\"}";
    }

    private record ShortenedDeadline(Deadline current) implements StatusDeadline {
        @Override
        public Optional<String> shortenedBy() {
            return Optional.of("the lease is lost");
        }
    }
}
