package io.shardline.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An HTTP response. */
final class Answer {
    static final int OK = 200;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int MISDIRECTED = 421;
    static final int INTERNAL_ERROR = 500;
    static final int UNAVAILABLE = 503;

    private static final String PLAIN = "text/plain; charset=utf-8";

    private final int status;
    private final String contentType;
    private final byte[] body;
    private final Map<String, String> headers;

    private Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
        this.headers = headers;
    }

    static Answer text(int status, String text) {
        return of(status, PLAIN, text.getBytes(StandardCharsets.UTF_8));
    }

    static Answer json(byte[] json) {
        return of(OK, "application/json", json);
    }

    static Answer of(int status, String contentType, byte[] body) {
        return new Answer(status, contentType, body, Map.of());
    }

    Answer with(String header, String value) {
        return new Answer(status, contentType, body, Map.of(header, value));
    }

    int status() {
        return status;
    }

    String contentType() {
        return contentType;
    }

    /** {@return the bytes, which must not be changed} */
    byte[] body() {
        return body;
    }

    /** {@return headers in addition to those of every response} */
    Map<String, String> headers() {
        return headers;
    }
}
