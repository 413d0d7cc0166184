package io.shardline.transport.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpServerTest {
    private static final int MAX_BODY = 1000;

    private record Held(HttpRequest request, HttpExchange exchange) {}

    private final BlockingQueue<Held> held = new LinkedBlockingQueue<>();
    private HttpServer server;
    private HttpEndpoint endpoint;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.start("http-test", MAX_BODY);
        endpoint = server.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                (request, exchange) -> held.add(new Held(request, exchange)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersLaterAndKeepsTheConnection() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; i < 3; i++) {
            var answer = client.sendAsync(
                    java.net.http.HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + "/a/b?c=d"))
                            .POST(java.net.http.HttpRequest.BodyPublishers.ofString("body " + i))
                            .build(),
                    java.net.http.HttpResponse.BodyHandlers.ofString());
            Held one = next();
            assertThat(one.request().method()).isEqualTo("POST");
            assertThat(one.request().path()).isEqualTo("/a/b");
            assertThat(one.request().body()).isEqualTo(("body " + i).getBytes(UTF_8));
            one.exchange().answer(new HttpResponse(202, Map.of("X-Y", "z"), bytes("answer " + i)));
            assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("answer " + i);
            assertThat(answer.get().statusCode()).isEqualTo(202);
            assertThat(answer.get().headers().firstValue("x-y")).contains("z");
        }
    }

    @Test
    void takesChunksAndTheirTrailers() throws Exception {
        try (Socket client = connect()) {
            send(client, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            send(client, "6;x=y\r\n world\r\n0\r\nError-Type: T\r\n\r\n");
            Held one = next();

            assertThat(new String(one.request().body(), UTF_8)).isEqualTo("hello world");
            assertThat(one.request().header("Error-Type")).isEqualTo("T");
        }
    }

    @Test
    void takesTheNextRequestAfterTheAnswer() throws Exception {
        try (Socket client = connect()) {
            send(client, "GET /1 HTTP/1.1\r\n\r\nPOST /2 HTTP/1.1\r\nContent-Length: 2\r\n\r\nh");
            send(client, "i");
            Held one = next();
            assertThat(held.poll(50, TimeUnit.MILLISECONDS)).isNull();
            one.exchange().answer(HttpResponse.json(200, "1"));

            assertThat(next().request().body()).isEqualTo("hi".getBytes(UTF_8));
        }
    }

    @Test
    void asksForTheBodyOfAClientThatWaits() throws Exception {
        try (Socket client = connect()) {
            send(client, "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(new String(client.getInputStream().readNBytes(25), ISO_8859_1))
                    .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            send(client, "hi");

            assertThat(next().request().body()).hasSize(2);
        }
    }

    @Test
    void discardsABodyThatIsTooLongAndCanAnswer() throws Exception {
        try (Socket client = connect()) {
            send(client, "POST / HTTP/1.1\r\nConnection: close\r\nContent-Length: 5000\r\n\r\n" + "x".repeat(5000));
            Held one = next();
            assertThat(one.request().tooLong()).isTrue();
            assertThat(one.request().body()).isEmpty();
            one.exchange().answer(HttpResponse.json(413, "{}"));

            assertThat(new String(client.getInputStream().readAllBytes(), ISO_8859_1))
                    .startsWith("HTTP/1.1 413 ")
                    .endsWith("\r\n\r\n{}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET / HTTP/2\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "GET / HTTP/1.1\r\nno colon\r\n\r\n"
            })
    void refusesWhatIsNoRequest(String bytes) throws Exception {
        try (Socket client = connect()) {
            send(client, bytes);

            assertThat(new String(client.getInputStream().readAllBytes(), ISO_8859_1))
                    .startsWith("HTTP/1.1 400 ");
        }
        assertThat(held).isEmpty();
    }

    @Test
    void noticesThatAClientHasLeftWhileItWaited() throws Exception {
        CountDownLatch isVoid = new CountDownLatch(1);
        Held one;
        try (Socket client = connect()) {
            send(client, "GET / HTTP/1.1\r\n\r\n");
            one = next();
            one.exchange().onVoid(isVoid::countDown);
            assertThat(isVoid.getCount()).isEqualTo(1);
        }
        assertThat(isVoid.await(10, TimeUnit.SECONDS)).isTrue();
        CountDownLatch later = new CountDownLatch(1);
        one.exchange().onVoid(later::countDown);
        assertThat(later.getCount()).isZero();
    }

    @Test
    void anAnswerThatWasSentIsNeverVoid() throws Exception {
        CountDownLatch isVoid = new CountDownLatch(1);
        try (Socket client = connect()) {
            send(client, "GET / HTTP/1.1\r\n\r\n");
            Held one = next();
            one.exchange().onVoid(isVoid::countDown);
            one.exchange().answer(HttpResponse.json(200, "{}"));
            client.getInputStream().readNBytes(20);
        }
        endpoint.awaitNoConnections(Duration.ofSeconds(10));
        assertThat(isVoid.getCount()).isEqualTo(1);
    }

    @Test
    void anAnswerThatOnlyFitsInPartIsVoidIfTheClientLeaves() throws Exception {
        CountDownLatch isVoid = new CountDownLatch(1);
        try (Socket client = connect()) {
            send(client, "GET / HTTP/1.1\r\n\r\n");
            Held one = next();
            one.exchange().onVoid(isVoid::countDown);
            one.exchange().answer(new HttpResponse(200, Map.of(), ByteBuffer.allocate(64 << 20)));
            client.getInputStream().readNBytes(20);
        }
        assertThat(isVoid.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void sendsALongAnswerToASlowClientCompletely() throws Exception {
        try (Socket client = connect()) {
            send(client, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
            next().exchange().answer(new HttpResponse(200, Map.of(), ByteBuffer.allocate(20 << 20)));

            assertThat(client.getInputStream().readAllBytes()).hasSizeGreaterThan(20 << 20);
        }
    }

    @Test
    void handlesWhatAClientHasSentBeforeItLeft() throws Exception {
        try (Socket client = connect()) {
            send(client, "POST /last HTTP/1.1\r\nContent-Length: 500\r\n\r\n" + "x".repeat(500));
        }
        endpoint.awaitNoConnections(Duration.ofSeconds(10));

        assertThat(held).hasSize(1);
    }

    @Test
    void freesThePortOfAClosedAddress() throws Exception {
        int port = endpoint.port();
        endpoint.close();
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> server.listen(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                                (request, exchange) -> {})
                        .close());
    }

    private Held next() throws InterruptedException {
        Held one = held.poll(10, TimeUnit.SECONDS);
        assertThat(one).isNotNull();
        return one;
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(ISO_8859_1));
        client.getOutputStream().flush();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
