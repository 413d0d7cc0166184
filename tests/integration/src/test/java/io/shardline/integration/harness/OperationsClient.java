package io.shardline.integration.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a daemon what an operator would ask it, at the address that its log names. */
public final class OperationsClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ADDRESS =
            Pattern.compile("status page and metrics at (http://127\\.0\\.0\\.1:[0-9]+/)");
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI address;

    private OperationsClient(URI address) {
        this.address = address;
    }

    /**
     * A client for the daemon that wrote this.
     *
     * @param log as text or as JSON
     */
    public static OperationsClient of(String log) {
        // In JSON every slash is escaped.
        Matcher matcher = ADDRESS.matcher(log.replace("\\/", "/"));
        if (!matcher.find()) {
            throw new AssertionError("no address in the log: " + log);
        }
        return new OperationsClient(URI.create(matcher.group(1)));
    }

    /** Where the daemon listens. */
    public URI address() {
        return address;
    }

    /**
     * The answer to a request on a new connection, as probes are sent.
     *
     * @param atMost for each step of it
     * @throws IOException if there is no answer in time
     */
    public String probe(String path, Duration atMost) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout((int) atMost.toMillis());
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), (int) atMost.toMillis());
            String request =
                    "GET /" + path + " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** What this path answers; the path without its first slash. */
    public HttpResponse<String> get(String path) {
        return send(request(path).build());
    }

    /** All meters, in the format that is asked for by its media type. */
    public String metrics(String mediaType) {
        return send(request("metrics").header("Accept", mediaType).build()).body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(ANSWER_LIMIT);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The whole of /api/status. */
    public JsonNode status() {
        return parse(get("api/status").body());
    }

    /** One shard of /api/status. */
    public JsonNode shard(String shardId) {
        for (JsonNode shard : status().get("shards")) {
            if (shard.at("/shard").asText().equals(shardId)) {
                return shard;
            }
        }
        throw new AssertionError(shardId + " is not in the status");
    }

    /** What a meter of one shard stands at, by its Prometheus name. */
    public double meter(String name, String shardId) {
        Matcher matcher = Pattern.compile(
                        "^" + name + "\\{[^}]*shard=\"" + shardId + "\"[^}]*} (\\S+)$", Pattern.MULTILINE)
                .matcher(metrics("text/plain"));
        if (!matcher.find()) {
            throw new AssertionError("no meter " + name + " of " + shardId);
        }
        return Double.parseDouble(matcher.group(1));
    }

    /** Reads JSON. */
    public static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }
}
