package io.shardline.transport.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Makes requests of the bytes of one connection (RFC 9112: a length, or chunks with trailers). Bytes of the next request stay
 * in the buffer. For one thread.
 */
final class RequestParser {
    private static final int MAX_LINE_BYTES = 16 * 1024;
    private static final int MAX_HEADERS = 100;
    /** A body beyond the limit is read and discarded up to this multiple of it, so that the client can read the answer. */
    private static final int MAX_DISCARDED_BODIES = 8;

    private enum Expecting {
        REQUEST_LINE,
        HEADER,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER
    }

    private final int maxBodyBytes;
    private final StringBuilder line = new StringBuilder();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Map<String, String> headers = new HashMap<>();
    private Expecting expecting = Expecting.REQUEST_LINE;
    private String method = "";
    private String path = "";
    private long missing;
    private long received;
    private boolean http10;
    private boolean continueExpected;

    RequestParser(int maxBodyBytes) {
        this.maxBodyBytes = maxBodyBytes;
    }

    /** Bytes that are not an acceptable request. */
    static final class MalformedRequestException extends Exception {
        private static final long serialVersionUID = 1;

        MalformedRequestException(String message) {
            super(message);
        }
    }

    /** {@return whether the client closes the connection after the last request} */
    boolean isLast() {
        String connection = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
        return http10 ? !connection.contains("keep-alive") : connection.contains("close");
    }

    /** {@return whether a request has begun and is not complete} */
    boolean isWithinRequest() {
        return expecting != Expecting.REQUEST_LINE || line.length() > 0;
    }

    /** {@return whether the client waits for a 100 before it sends the body; true once} */
    boolean takeContinueExpected() {
        boolean expected = continueExpected;
        continueExpected = false;
        return expected;
    }

    /**
     * Reads on.
     *
     * @return the next request; empty if the bytes end before it does
     */
    Optional<HttpRequest> next(ByteBuffer bytes) throws MalformedRequestException {
        while (bytes.hasRemaining()) {
            if (expecting == Expecting.BODY || expecting == Expecting.CHUNK) {
                if (readBody(bytes)) {
                    return Optional.of(finish());
                }
            } else if (readLine(bytes) && handleLine(takeLine())) {
                return Optional.of(finish());
            }
        }
        return Optional.empty();
    }

    private boolean readLine(ByteBuffer bytes) throws MalformedRequestException {
        while (bytes.hasRemaining()) {
            char c = (char) (bytes.get() & 0xFF);
            if (c == '\n') {
                return true;
            }
            line.append(c);
            if (line.length() > MAX_LINE_BYTES) {
                throw new MalformedRequestException("a line is too long");
            }
        }
        return false;
    }

    private String takeLine() {
        int end = line.length() > 0 && line.charAt(line.length() - 1) == '\r' ? line.length() - 1 : line.length();
        String text = line.substring(0, end);
        line.setLength(0);
        return text;
    }

    /** {@return whether the request is complete} */
    private boolean handleLine(String text) throws MalformedRequestException {
        switch (expecting) {
            case REQUEST_LINE -> requestLine(text);
            case HEADER -> {
                if (text.isEmpty()) {
                    return endOfHead();
                }
                header(text);
            }
            case CHUNK_SIZE -> chunkSize(text);
            case CHUNK_END -> expecting = Expecting.CHUNK_SIZE;
            case TRAILER -> {
                if (text.isEmpty()) {
                    return true;
                }
                header(text);
            }
            case BODY, CHUNK -> throw new IllegalStateException("not a line");
        }
        return false;
    }

    private void requestLine(String text) throws MalformedRequestException {
        if (text.isEmpty()) {
            return; // RFC 9112, 2.2: an empty line before the request line is ignored
        }
        String[] words = text.split(" ", -1);
        if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
            throw new MalformedRequestException("not an HTTP/1.1 request");
        }
        headers = new HashMap<>();
        method = words[0];
        path = words[1].split("\\?", 2)[0];
        http10 = words[2].equals("HTTP/1.0");
        expecting = Expecting.HEADER;
    }

    private void header(String text) throws MalformedRequestException {
        int colon = text.indexOf(':');
        if (colon <= 0 || headers.size() >= MAX_HEADERS) {
            throw new MalformedRequestException("a malformed header, or too many");
        }
        headers.put(
                text.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                text.substring(colon + 1).strip());
    }

    /** {@return whether there is no body} */
    private boolean endOfHead() throws MalformedRequestException {
        continueExpected = headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue");
        if (headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .contains("chunked")) {
            expecting = Expecting.CHUNK_SIZE;
            return false;
        }
        missing = number(headers.getOrDefault("content-length", "0"), 10);
        expecting = Expecting.BODY;
        return missing == 0;
    }

    private void chunkSize(String text) throws MalformedRequestException {
        missing = number(text.split(";", 2)[0].strip(), 16);
        expecting = missing == 0 ? Expecting.TRAILER : Expecting.CHUNK;
    }

    private long number(String text, int radix) throws MalformedRequestException {
        try {
            long number = Long.parseLong(text, radix);
            if (number < 0 || received + number > (long) maxBodyBytes * MAX_DISCARDED_BODIES) {
                throw new MalformedRequestException("the body is too long");
            }
            return number;
        } catch (NumberFormatException e) {
            throw new MalformedRequestException("a malformed length");
        }
    }

    /** {@return whether the request is complete} */
    private boolean readBody(ByteBuffer bytes) {
        int count = (int) Math.min(missing, bytes.remaining());
        if (received + count <= maxBodyBytes) {
            body.write(bytes.array(), bytes.arrayOffset() + bytes.position(), count);
        }
        bytes.position(bytes.position() + count);
        received += count;
        missing -= count;
        if (missing == 0 && expecting == Expecting.CHUNK) {
            expecting = Expecting.CHUNK_END;
        }
        return missing == 0 && expecting == Expecting.BODY;
    }

    private HttpRequest finish() {
        boolean tooLong = received > maxBodyBytes;
        HttpRequest request =
                new HttpRequest(method, path, Map.copyOf(headers), tooLong ? new byte[0] : body.toByteArray(), tooLong);
        body.reset();
        received = 0;
        continueExpected = false;
        expecting = Expecting.REQUEST_LINE;
        return request;
    }

    /** {@return the bytes of a text, for responses that are not JSON} */
    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }
}
