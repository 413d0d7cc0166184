package io.shardline.transport.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A response of JSON.
 *
 * @param headers further headers
 * @param body the body; read once
 */
public record HttpResponse(int status, Map<String, String> headers, ByteBuffer body) {

    /** {@return a response without further headers} */
    public static HttpResponse json(int status, String body) {
        return new HttpResponse(status, Map.of(), ByteBuffer.wrap(body.getBytes(UTF_8)));
    }

    /** {@return its status line and headers} */
    ByteBuffer head(boolean closing) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", "application/json");
        all.put("Content-Length", Integer.toString(body.remaining()));
        if (closing) {
            all.put("Connection", "close");
        }
        StringBuilder head =
                new StringBuilder("HTTP/1.1 ").append(status).append(' ').append(reason());
        all.forEach(
                (name, value) -> head.append("\r\n").append(name).append(": ").append(value));
        return ByteBuffer.wrap(head.append("\r\n\r\n").toString().getBytes(ISO_8859_1));
    }

    private String reason() {
        return switch (status) {
            case 200 -> "OK";
            case 202 -> "Accepted";
            case 400 -> "Bad Request";
            case 404 -> "Not Found";
            case 413 -> "Content Too Large";
            default -> "Status";
        };
    }
}
