package io.shardline.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the response to a request: the rules for all of them. Safe for use from any thread. */
final class Responder implements Function<Request, FullHttpResponse> {
    private static final Logger LOG = LoggerFactory.getLogger(Responder.class);
    /** Shorter responses fit into a packet or two without compression. */
    private static final int MIN_COMPRESSED_BYTES = 2048;

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Map<String, String> ALWAYS = Map.of(
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Referrer-Policy", "no-referrer",
            "Vary", "Accept, Accept-Encoding");

    private final Function<Request, Answer> endpoints;
    private final boolean loopback;

    /**
     * Creates the responder.
     *
     * @param loopback whether the server listens on the loopback address
     */
    Responder(Function<Request, Answer> endpoints, boolean loopback) {
        this.endpoints = endpoints;
        this.loopback = loopback;
    }

    @Override
    public FullHttpResponse apply(Request request) {
        Answer answer = answer(request);
        byte[] body = answer.body();
        boolean compressed = body.length >= MIN_COMPRESSED_BYTES && request.accepts("Accept-Encoding", "gzip");
        if (compressed) {
            body = compressed(body);
        }
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                request.wantsBody() ? Unpooled.wrappedBuffer(body) : Unpooled.EMPTY_BUFFER);
        HttpHeaders headers = response.headers();
        ALWAYS.forEach(headers::set);
        answer.headers().forEach(headers::set);
        headers.set("Date", HTTP_DATE.format(Instant.now()));
        headers.set("Content-Type", answer.contentType());
        headers.set("Content-Length", body.length);
        if (compressed) {
            headers.set("Content-Encoding", "gzip");
        }
        return response;
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

    private static byte[] compressed(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a byte array never throws it
        }
        return bytes.toByteArray();
    }
}
