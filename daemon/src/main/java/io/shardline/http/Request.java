package io.shardline.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The relevant parts of a request.
 *
 * @param path decoded; empty if the target of the request has none
 * @param headers whose names are not case-sensitive
 */
record Request(String method, String path, HttpHeaders headers) {
    private static final Set<String> PROBES = Set.of("/livez", "/readyz");

    /** An IP address or a localhost name, which DNS cannot redirect. */
    private static final Pattern LOCAL_HOST =
            Pattern.compile("([0-9.]+|\\[[0-9a-f:.%]+]|([a-z0-9-]+\\.)*localhost)(:[0-9]+)?");

    static Request of(HttpRequest head) {
        return new Request(head.method().name(), path(head.uri()), head.headers());
    }

    private static String path(String target) {
        try {
            // Null without a path: "GET mailto:x".
            return Objects.requireNonNullElse(new URI(target).getPath(), "");
        } catch (URISyntaxException e) {
            return "";
        }
    }

    boolean isReadOnly() {
        return method.equals("GET") || method.equals("HEAD");
    }

    boolean wantsBody() {
        return !method.equals("HEAD");
    }

    /** {@return whether the answer needs no work} */
    boolean isProbe() {
        return PROBES.contains(path);
    }

    /** {@return whether the header accepts a media type or coding that starts with this text, without q=0} */
    boolean accepts(String header, String what) {
        return headers.getAll(header).stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .anyMatch(item -> {
                    String word = item.strip().toLowerCase(Locale.ROOT).replace(" ", "");
                    return word.startsWith(what) && !word.matches(".*;q=0(\\.0*)?(;.*)?");
                });
    }

    /** {@return false for a domain name, which the page of another site could point to the loopback address (DNS rebinding)} */
    boolean isForLoopback() {
        String host = headers.get("Host");
        return host == null || LOCAL_HOST.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }
}
