package io.shardline.http;

import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What of a request matters here.
 *
 * @param headers for their names in any case
 */
record Request(String method, String path, Headers headers) {
    /** An address, or a name that always means this machine: nothing that a name server could point here. */
    private static final Pattern NO_DOMAIN =
            Pattern.compile("([0-9.]+|\\[[0-9a-f:.%]+]|([a-z0-9-]+\\.)*localhost)(:[0-9]+)?");

    boolean isRead() {
        return method.equals("GET") || method.equals("HEAD");
    }

    boolean wantsBody() {
        return !method.equals("HEAD");
    }

    /** {@return whether one of the media types or codings in the header begins so and is not excluded by q=0} */
    boolean accepts(String header, String what) {
        List<String> lines = headers.getOrDefault(header, List.of());
        return lines.stream()
                .flatMap(line -> List.of(line.split(",", -1)).stream())
                .anyMatch(item -> {
                    String word = item.strip().toLowerCase(Locale.ROOT).replace(" ", "");
                    return word.startsWith(what) && !word.matches(".*;q=0(\\.0*)?(;.*)?");
                });
    }

    /** A page of another site can make its own domain name point to the loopback address (DNS rebinding). */
    boolean isForLoopback() {
        String host = headers.getFirst("Host");
        return host == null || NO_DOMAIN.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }
}
