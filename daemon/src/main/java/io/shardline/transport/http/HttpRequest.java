package io.shardline.transport.http;

import java.util.Locale;
import java.util.Map;

/**
 * A request.
 *
 * @param method such as {@code GET}
 * @param path without the query
 * @param headers by names in lower case, trailers included; of equal names the last one counts
 * @param body the body; empty if there is none, or if it is too long
 * @param tooLong whether the body was longer than the server accepts, and was discarded
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record HttpRequest(String method, String path, Map<String, String> headers, byte[] body, boolean tooLong) {

    /** {@return the value of a header; empty if it is absent} */
    public String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
}
