package io.shardline.processor.lambda;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** A Lambda runtime in the test's own process, which asks and answers as the test says. */
public final class FakeRuntime {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    public FakeRuntime(int port) {
        base = "http://127.0.0.1:" + port + "/2018-06-01/runtime/";
    }

    /** An event that the runtime has received. */
    public record Event(String id, HttpResponse<String> response) {
        public String header(String name) {
            return response.headers().firstValue(name).orElseThrow();
        }
    }

    public CompletableFuture<Event> next() {
        return client.sendAsync(request("invocation/next").GET().build(), BodyHandlers.ofString())
                .thenApply(response -> new Event(
                        response.headers()
                                .firstValue("Lambda-Runtime-Aws-Request-Id")
                                .orElseThrow(),
                        response));
    }

    public int respond(String id, String body) throws IOException, InterruptedException {
        return post("invocation/" + id + "/response", body);
    }

    public int fail(String id, String body) throws IOException, InterruptedException {
        return post("invocation/" + id + "/error", body);
    }

    int post(String path, String body) throws IOException, InterruptedException {
        return client.send(request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString())
                .statusCode();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path));
    }
}
