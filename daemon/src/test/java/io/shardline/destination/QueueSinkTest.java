package io.shardline.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.shardline.aws.AwsClients;
import io.shardline.config.ConfigFixture;
import io.shardline.config.DaemonConfig;
import io.shardline.shard.port.DestinationException;
import io.shardline.testing.ShardRefs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue that answers errors, throttles, hangs or is not there. What holds here holds for every service. */
class QueueSinkTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<String> queued = new CopyOnWriteArrayList<>();
    private final List<Integer> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger faults = new AtomicInteger();
    private HttpServer sqs;
    private AwsClients clients;

    private interface Fault {
        void answer(HttpExchange exchange) throws IOException;
    }

    private Fault fault = exchange -> {};
    private Duration timeout = Duration.ofSeconds(30);

    @BeforeEach
    void start() throws IOException {
        sqs = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sqs.setExecutor(threads);
        sqs.createContext("/", exchange -> {
            try (exchange) {
                if (faults.getAndDecrement() > 0) {
                    fault.answer(exchange);
                } else {
                    take(exchange, false);
                }
            }
        });
        sqs.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        sqs.stop(0);
        threads.shutdownNow();
        if (clients != null) {
            clients.close();
        }
    }

    @Test
    void putsTenMessagesACallAndNoMoreBytesThanItTakes() throws Exception {
        outlet().put(messages(23, 100));

        assertThat(queued).containsExactlyElementsOf(bodies(messages(23, 100)));
        assertThat(calls).containsExactly(10, 10, 3);

        calls.clear();
        outlet().put(messages(4, 100_000));
        assertThat(calls).containsExactly(2, 2);
    }

    @Test
    void getsOverAThrottledCall() throws Exception {
        fault = exchange -> error(exchange, 503, "com.amazonaws.sqs#RequestThrottled", "Rate exceeded");
        faults.set(1);

        outlet().put(messages(2, 10));

        assertThat(queued).hasSize(2);
    }

    @Test
    void sendsAgainWhatAnAnswerRefused() throws Exception {
        fault = exchange -> take(exchange, true);
        faults.set(1);

        outlet().put(messages(5, 10));

        assertThat(queued).containsExactlyInAnyOrderElementsOf(bodies(messages(5, 10)));
        assertThat(calls).containsExactly(5, 1);
    }

    @Test
    void aQueueThatHangsIsAnErrorInBoundedTime() throws Exception {
        fault = exchange -> await();
        faults.set(100);
        timeout = Duration.ofSeconds(2);
        long begin = System.nanoTime();

        assertThatThrownBy(() -> outlet().put(messages(1, 10)))
                .isInstanceOf(DestinationException.class)
                .hasMessageStartingWith(
                        "SQS queue http://localhost:" + port() + "/123456789012/given-up: cannot reach SQS"
                                + " at http://localhost:" + port() + "/ in region eu-west-1: ");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void whatIsNotAllowedSaysWhatToAllow() throws Exception {
        fault = exchange -> error(exchange, 403, "com.amazonaws.sqs#AccessDenied", "you are not allowed");
        faults.set(100);

        assertThatThrownBy(() -> outlet().put(messages(1, 10)))
                .hasMessageContaining(
                        "sqs:SendMessage failed (AccessDenied: you are not allowed): allow the action to the"
                                + " credentials of onFailure");
    }

    @Test
    void aQueueThatIsNotThereSaysSo() throws Exception {
        fault = exchange -> error(exchange, 400, "com.amazonaws.sqs#QueueDoesNotExist", "no such queue");
        faults.set(100);

        assertThatThrownBy(() -> outlet().probe())
                .isInstanceOf(DestinationException.class)
                .hasMessageContaining("given-up: does not exist")
                .hasMessageContaining("check onFailure");
    }

    @Test
    void aServiceThatIsNotThereIsAnErrorAtOnce() throws Exception {
        QueueSink outlet = outlet();
        sqs.stop(0);

        assertThatThrownBy(outlet::probe)
                .isInstanceOf(DestinationException.class)
                .hasMessageContaining("cannot reach SQS")
                .hasMessageContaining("check the endpoint");
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        fault = exchange -> await();
        faults.set(100);
        QueueSink outlet = outlet();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> outlet.put(messages(1, 10))).isInstanceOf(InterruptedException.class);
    }

    private QueueSink outlet() throws Exception {
        DaemonConfig config = new ConfigFixture(folder)
                .loadWith(
                        "regionName = eu-west-1",
                        "AwsCredentialsProvider = StaticCredentialsProvider|a|b",
                        "onFailure = sqs:http://localhost:" + port() + "/123456789012/given-up",
                        "onFailureClient.overrideConfiguration.apiCallTimeout = " + timeout,
                        "onFailureClient.overrideConfiguration.apiCallAttemptTimeout = " + timeout)
                .config();
        if (clients == null) {
            clients = AwsClients.build(config);
        }
        var settings = config.destination().orElseThrow();
        return new QueueSink(
                (io.shardline.config.destination.DestinationAddress.Queue) settings.address(),
                settings.service(),
                clients);
    }

    private int port() {
        return sqs.getAddress().getPort();
    }

    private static List<Message> messages(int count, int length) {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String json = "{\"n\":" + (1000 + i) + ",\"x\":\"" + "x".repeat(length) + "\"}";
            messages.add(new Message("request", Samples.CLOCK.instant(), ShardRefs.of(Samples.SHARD), json));
        }
        return messages;
    }

    private static List<String> bodies(List<Message> messages) {
        return messages.stream().map(Message::json).toList();
    }

    private void await() {
        try {
            end.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes all messages, or all but the second. */
    private void take(HttpExchange exchange, boolean refuseOne) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode successful = answer.putArray("Successful");
        ArrayNode failed = answer.putArray("Failed");
        calls.add(request.get("Entries").size());
        for (JsonNode entry : request.get("Entries")) {
            String id = entry.get("Id").asText();
            if (refuseOne && id.equals("1")) {
                failed.addObject().put("Id", id).put("Code", "Busy").put("SenderFault", false);
            } else {
                String body = entry.get("MessageBody").asText();
                queued.add(body);
                successful.addObject().put("Id", id).put("MessageId", "m").put("MD5OfMessageBody", md5(body));
            }
        }
        send(exchange, 200, JSON.writeValueAsBytes(answer));
    }

    private static void error(HttpExchange exchange, int status, String type, String message) throws IOException {
        exchange.getRequestBody().readAllBytes();
        send(
                exchange,
                status,
                JSON.writeValueAsBytes(
                        JSON.createObjectNode().put("__type", type).put("message", message)));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** The SDK compares it. */
    private static String md5(String body) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
