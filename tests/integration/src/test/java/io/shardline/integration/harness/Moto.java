package io.shardline.integration.harness;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** SQS, SNS and S3: moto as a process, pinned by {@code tests/aws-services/requirements.txt}. Forgets all at its end. */
public final class Moto implements AutoCloseable {
    private final Process process;
    private final URI endpoint;

    private Moto(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** Starts it; skips the test where it is not installed. */
    public static Moto start() {
        Path server = Repository.path("tests/aws-services").resolve("target/venv/bin/moto_server");
        Requirement.file(server, "sh tests/aws-services/install.sh");
        try {
            int port = freePort();
            Path log = Files.createDirectories(Repository.trials()).resolve("moto.log");
            Process process = new ProcessBuilder(server.toString(), "-H", "127.0.0.1", "-p", Integer.toString(port))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Moto moto = new Moto(process, URI.create("http://127.0.0.1:" + port));
            await("moto answers").atMost(Duration.ofSeconds(60)).until(moto::answers);
            return moto;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + server, e);
        }
    }

    private boolean answers() {
        try {
            HttpRequest request = HttpRequest.newBuilder(endpoint.resolve("/moto-api/data.json"))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where all its services are. */
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
