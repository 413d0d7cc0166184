package io.shardline.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers AssumeRole and AssumeRoleWithWebIdentity, or refuses them, and keeps what it was asked. */
final class FakeSts implements AutoCloseable {

    private static final String CREDENTIALS = """
            <%1$sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%1$sResult><Credentials>
            <AccessKeyId>fromSts</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
            <Expiration>%2$s</Expiration></Credentials></%1$sResult></%1$sResponse>
            """;

    private static final String REFUSAL = """
            <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
            <Code>AccessDenied</Code><Message>not allowed to assume it</Message></Error></ErrorResponse>
            """;

    private final HttpServer server;
    private final boolean refuses;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    FakeSts(boolean refuses) {
        this.refuses = refuses;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** The forms that came, decoded. */
    List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(URLDecoder.decode(form, StandardCharsets.UTF_8));
            String action = form.contains("WebIdentity") ? "AssumeRoleWithWebIdentity" : "AssumeRole";
            String body = refuses
                    ? REFUSAL
                    : CREDENTIALS.formatted(action, Instant.now().plusSeconds(3600));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/xml");
            exchange.sendResponseHeaders(refuses ? 403 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
