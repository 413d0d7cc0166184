package io.shardline.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects the JDK's server to {@link Endpoints}: the rules for every request and every response. */
final class Exchange implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    /** Shorter responses fit into a packet or two without compression. */
    private static final int MIN_COMPRESSED_BYTES = 2048;

    private static final Map<String, String> ALWAYS = Map.of(
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Referrer-Policy", "no-referrer",
            "Vary", "Accept, Accept-Encoding");

    private final Function<Request, Answer> endpoints;
    private final boolean loopback;

    /**
     * Creates the handler.
     *
     * @param loopback whether the server listens on the loopback address
     */
    Exchange(Function<Request, Answer> endpoints, boolean loopback) {
        this.endpoints = endpoints;
        this.loopback = loopback;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = new Request(
                    exchange.getRequestMethod(),
                    // Null without a path: "GET mailto:x".
                    Objects.requireNonNullElse(exchange.getRequestURI().getPath(), ""),
                    exchange.getRequestHeaders());
            send(exchange, request, answer(request));
        }
    }

    private Answer answer(Request request) {
        if (!request.isReadOnly()) {
            return Answer.text(Answer.METHOD_NOT_ALLOWED, "only GET and HEAD are allowed\n")
                    .with("Allow", "GET, HEAD");
        }
        if (loopback && !request.isForLoopback()) {
            return Answer.text(Answer.MISDIRECTED, "use localhost or an IP address as the host name\n");
        }
        try {
            return endpoints.apply(request);
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("an HTTP request failed");
            return Answer.text(Answer.INTERNAL_ERROR, "the request failed; the daemon's log has the cause\n");
        }
    }

    private static void send(HttpExchange exchange, Request request, Answer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        ALWAYS.forEach(headers::set);
        answer.headers().forEach(headers::set);
        headers.set("Content-Type", answer.contentType());
        byte[] body = answer.body();
        if (body.length >= MIN_COMPRESSED_BYTES && request.accepts("Accept-Encoding", "gzip")) {
            headers.set("Content-Encoding", "gzip");
            body = compressed(body);
        }
        if (!request.wantsBody()) {
            headers.set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static byte[] compressed(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        }
        return bytes.toByteArray();
    }
}
