package io.shardline.processor.hosted;

import static org.assertj.core.api.Assertions.assertThat;

import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.NamedThreads;
import io.shardline.concurrent.Poller;
import io.shardline.config.processor.ProcessorAddress;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.processor.ConnectionEvents;
import io.shardline.processor.Outcome;
import io.shardline.processor.ProcessorConnection;
import io.shardline.processor.StatusDeadline;
import io.shardline.processor.StopUrgency;
import io.shardline.protocol.Action;
import io.shardline.protocol.AttachedFields;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.ToProcessor.CheckpointReply;
import io.shardline.protocol.ToProcessor.Initialize;
import io.shardline.stream.ShardRef;
import io.shardline.transport.WireTracer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One conversation with an application that listens: how it is refused, and how it ends. */
@Timeout(60)
class HostedConnectionTest {
    private static final ShardRef SHARD = new ShardRef("app", "words", "shardId-1");
    private static final Duration STOP_WAIT = Duration.ofSeconds(20);

    private final ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.factory("test"));
    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }

    @Test
    void anErrorInTheStatusOfInitializeRefusesTheShard() throws Exception {
        ProcessorConnection connection = connect();
        try (Socket accepted = listener.accept()) {
            Future<Outcome> outcome = threads.submit(() -> initialize(connection));
            read(accepted);
            write(accepted, "{\"action\":\"status\",\"responseFor\":\"initialize\",\"error\":\"fence 7 serves it\"}");

            Failure failure = outcome.get().failure().orElseThrow();

            assertThat(failure.cause()).isEqualTo(Cause.REFUSED);
            assertThat(failure.message()).contains("fence 7 serves it");
        } finally {
            connection.kill();
        }
    }

    @Test
    void aNameAndAVersionChangeNothing() throws Exception {
        ProcessorConnection connection = connect();
        try (Socket accepted = listener.accept()) {
            Future<Outcome> outcome = threads.submit(() -> initialize(connection));
            read(accepted);
            write(
                    accepted,
                    "{\"action\":\"status\",\"responseFor\":\"initialize\",\"name\":\"app\",\"version\":\"1\"}");

            assertThat(outcome.get().failure()).isEmpty();
        } finally {
            connection.kill();
        }
    }

    @Test
    void aStopClosesTheInputAndWaitsForTheApplicationToClose() throws Exception {
        ProcessorConnection connection = connect();
        try (Socket accepted = listener.accept()) {
            Future<?> stop = threads.submit(() -> {
                connection.stop(StopUrgency.PATIENT);
                return true;
            });

            assertThat(accepted.getInputStream().read()).isEqualTo(-1);
            // The other direction is still open: the end of the work can be reported.
            write(accepted, "{\"action\":\"status\",\"responseFor\":\"processRecords\"}");
            assertThat(stop.isDone()).isFalse();
            accepted.shutdownOutput();

            stop.get();
        }
    }

    private static Outcome initialize(ProcessorConnection connection) throws InterruptedException {
        return connection.ask(
                new Initialize("shardId-1", "TRIM_HORIZON", 0, 0, 1, "6"),
                StatusDeadline.fixed(Deadline.after(STOP_WAIT)));
    }

    private ProcessorConnection connect() throws IOException, InterruptedException {
        Dialer dialer = new Dialer(new ProcessorAddress.Tcp("127.0.0.1", listener.getLocalPort()), STOP_WAIT);
        BatchGate gate = new BatchGate(OptionalInt.empty(), false);
        HostedConnector connector = new HostedConnector(
                dialer,
                new ApplicationPresence(dialer, STOP_WAIT, gate, status -> {}),
                gate,
                new AttachedFields("app", "worker", "words", null),
                new HostedConnector.Limits(STOP_WAIT, STOP_WAIT, 1 << 20),
                new Poller("test-poller"),
                WireTracer.NONE,
                threads);
        return connector.connect(SHARD, new NoEvents());
    }

    private static void read(Socket socket) throws IOException {
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }

    private static void write(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static final class NoEvents implements ConnectionEvents {
        @Override
        public CheckpointReply checkpoint(Action during, CheckpointRequest request) {
            return CheckpointReply.success(request);
        }

        @Override
        public void disconnected() {}

        @Override
        public void protocolFault(String kind) {}
    }
}
