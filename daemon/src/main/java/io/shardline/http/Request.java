package io.shardline.http;

import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The relevant parts of a request.
 *
 * @param headers whose names are not case-sensitive
 */
record Request(String method, String path, Headers headers) {
    /** An IP address or a localhost name, which DNS cannot redirect. */
    private static final Pattern LOCAL_HOST =
            Pattern.compile("([0-9.]+|\\[[0-9a-f:.%]+]|([a-z0-9-]+\\.)*localhost)(:[0-9]+)?");

    boolean isReadOnly() {
        return method.equals("GET") || method.equals("HEAD");
    }

    boolean wantsBody() {
        return !method.equals("HEAD");
    }

    /** {@return whether the header accepts a media type or coding that starts with this text, without q=0} */
    boolean accepts(String header, String what) {
        List<String> lines = headers.getOrDefault(header, List.of());
        return lines.stream()
                .flatMap(line -> List.of(line.split(",", -1)).stream())
                .anyMatch(item -> {
                    String word = item.strip().toLowerCase(Locale.ROOT).replace(" ", "");
                    return word.startsWith(what) && !word.matches(".*;q=0(\\.0*)?(;.*)?");
                });
    }

    /** {@return false for a domain name, which the page of another site could point to the loopback address (DNS rebinding)} */
    boolean isForLoopback() {
        String host = headers.getFirst("Host");
        return host == null || LOCAL_HOST.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }
}
