package io.shardline.processor.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.shardline.concurrent.Deadline;
import io.shardline.event.EventSource;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.processor.Outcome;
import io.shardline.processor.ProcessorConnection;
import io.shardline.processor.StatusDeadline;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.FromProcessor.BatchFailure;
import io.shardline.protocol.FromProcessor.Status;
import io.shardline.protocol.Position;
import io.shardline.protocol.ToProcessor.Initialize;
import io.shardline.protocol.ToProcessor.ProcessRecords;
import io.shardline.testing.RecordedEvents;
import io.shardline.testing.ShardRefs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PushConnectorTest {

    /** What the endpoint does with a request. */
    private interface Reaction {
        void to(HttpExchange exchange) throws IOException;
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Reaction> reactions = new ArrayDeque<>();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile String lastBody = "";
    private HttpServer endpoint;
    private int port;

    @BeforeEach
    void listen() throws IOException {
        start(0);
        port = endpoint.getAddress().getPort();
    }

    private void start(int at) throws IOException {
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
        endpoint.setExecutor(threads);
        endpoint.createContext("/events", exchange -> {
            requests.incrementAndGet();
            lastBody = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            reactions.remove().to(exchange);
            exchange.close();
        });
        endpoint.start();
    }

    @AfterEach
    void close() {
        endpoint.stop(0);
        threads.shutdownNow();
    }

    @Test
    void postsTheEventAndReadsTheAnswer() throws Exception {
        reactions.add(answer(204, ""));
        reactions.add(answer(200, "{\"batchItemFailures\":[{\"itemIdentifier\":\"7\"}]}"));

        assertThat(ask(ample())).isEqualTo(new Outcome.Answered(new Status("processRecords")));
        assertThat(lastBody).startsWith("{\"Records\":[{\"kinesis\":").contains("\"eventID\":\"shardId-0:7\"");
        assertThat(ask(ample()))
                .isEqualTo(new Outcome.Answered(new Status("processRecords", new BatchFailure(null, List.of("7")))));
    }

    @Test
    void doesNotAskForWhatIsNoBatch() throws Exception {
        assertThat(connect().ask(new Initialize("shardId-0", "LATEST", 0), ample()))
                .isEqualTo(new Outcome.Answered(new Status("initialize")));
        assertThat(requests).hasValue(0);
    }

    @Test
    void everyOtherStatusIsAFailure() throws Exception {
        reactions.add(answer(500, "Traceback"));
        reactions.add(exchange -> {
            exchange.getResponseHeaders().add("Location", "/events");
            exchange.sendResponseHeaders(302, -1);
        });
        assertThat(failure(ask(ample())))
                .isEqualTo(new Failure(
                        Cause.REPORTED_ERROR, "answered its event with HTTP status 500", "Traceback", List.of()));
        assertThat(failure(ask(ample())).message()).endsWith("302");
        assertThat(requests).hasValue(2);
    }

    @Test
    void waitsAndCountsNoAttemptWhileItIsRefused() throws Exception {
        reactions.add(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "1");
            exchange.sendResponseHeaders(429, -1);
        });
        reactions.add(answer(503, ""));
        reactions.add(answer(200, ""));
        long started = System.nanoTime();

        assertThat(ask(ample())).isInstanceOf(Outcome.Answered.class);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofSeconds(1));
        assertThat(requests).hasValue(3);
    }

    @Test
    void waitsUntilTheEndpointListens() throws Exception {
        endpoint.stop(0);
        Future<Outcome> outcome = threads.submit(() -> ask(ample()));
        await().during(Duration.ofMillis(300)).until(() -> !outcome.isDone());
        reactions.add(answer(200, ""));
        start(port);

        assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void givesUpWaitingWhenTheSessionEnds() throws Exception {
        endpoint.stop(0);
        assertThat(ask(StatusDeadline.fixed(Deadline.after(Duration.ofMillis(500)))))
                .isInstanceOf(Outcome.NotDelivered.class);

        ProcessorConnection connection = connect();
        Future<Outcome> waiting = threads.submit(() -> connection.ask(batch(), ample()));
        connection.kill();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.NotDelivered.class);
    }

    @Test
    void anAnswerHasADeadlineAndALimit() throws Exception {
        reactions.add(exchange -> {
            try {
                TimeUnit.SECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(failure(ask(StatusDeadline.fixed(Deadline.after(Duration.ofMillis(300)))))
                        .cause())
                .isEqualTo(Cause.TIMED_OUT);

        reactions.add(answer(200, "x".repeat(7 << 20)));
        assertThat(failure(ask(ample())).message()).contains("more than");
    }

    @Test
    void aConnectionThatBreaksIsAFailure() throws Exception {
        reactions.add(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(1);
        });
        assertThat(failure(ask(ample())).cause()).isEqualTo(Cause.DISCONNECTED);
    }

    @Test
    void readsBothFormsOfRetryAfter() {
        Instant now = Instant.parse("2015-10-21T07:27:00Z");

        assertThat(RetryAfter.parse("7", now)).contains(Duration.ofSeconds(7));
        assertThat(RetryAfter.parse("Wed, 21 Oct 2015 07:28:00 GMT", now)).contains(Duration.ofMinutes(1));
        assertThat(RetryAfter.parse("Wed, 21 Oct 2015 07:00:00 GMT", now)).contains(Duration.ZERO);
        assertThat(RetryAfter.parse("99999", now)).contains(Duration.ofMinutes(5));
        assertThat(RetryAfter.parse("soon", now)).isEmpty();
    }

    private static Reaction answer(int status, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    private Outcome ask(StatusDeadline deadline) throws InterruptedException {
        return connect().ask(batch(), deadline);
    }

    private ProcessorConnection connect() {
        return new PushConnector(
                        URI.create("http://127.0.0.1:" + port + "/events"),
                        new EventSource("arn:aws:kinesis:eu-west-1:123456789012:stream/words", "eu-west-1", "app"),
                        threads)
                .connect(ShardRefs.of("shardId-0"), new RecordedEvents());
    }

    private static Failure failure(Outcome outcome) {
        return ((Outcome.BatchFailed) outcome).cause();
    }

    private static ProcessRecords batch() {
        return new ProcessRecords(
                List.of(new DataRecord(ByteBuffer.wrap("x".getBytes(UTF_8)), "k", new Position("7", 0), 1)), 0L);
    }

    private static StatusDeadline ample() {
        return StatusDeadline.fixed(Deadline.none());
    }
}
