package io.shardline.integration.harness;

import static org.awaitility.Awaitility.await;

import io.shardline.localstack.LocalStack;
import io.shardline.localstack.LocalStackOptions;
import io.shardline.localstack.fault.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * kinesis-mock from npm as a process, pinned by {@code tests/kinesis-mock/package-lock.json}; DynamoDB is the local
 * stack's.
 */
final class KinesisMock implements KinesisUnderTest {
    private final Process process;
    private final int port;
    private final LocalStack dynamoDb;

    private KinesisMock(Process process, int port, LocalStack dynamoDb) {
        this.process = process;
        this.port = port;
        this.dynamoDb = dynamoDb;
    }

    static KinesisMock start() {
        Path folder = Repository.path("tests/kinesis-mock/node_modules/kinesis-local");
        int port = freePort();
        LocalStack dynamoDb = LocalStack.start(LocalStackOptions.defaults());
        try {
            Path log = Files.createDirectories(Repository.trials()).resolve("kinesis-mock.log");
            ProcessBuilder builder = new ProcessBuilder("node", "main.js")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment()
                    .putAll(Map.of(
                            "KINESIS_MOCK_PLAIN_PORT",
                            Integer.toString(port),
                            "KINESIS_MOCK_TLS_PORT",
                            Integer.toString(freePort()),
                            "SHARD_LIMIT",
                            "200",
                            "LOG_LEVEL",
                            "WARN"));
            KinesisMock mock = new KinesisMock(builder.start(), port, dynamoDb);
            await("kinesis-mock listens").atMost(Duration.ofSeconds(30)).until(() -> accepts(port));
            return mock;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start kinesis-mock", e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public URI kinesisEndpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public URI dynamoDbEndpoint() {
        return dynamoDb.dynamoDbEndpoint();
    }

    @Override
    public Faults faults() {
        return dynamoDb.faults();
    }

    @Override
    public int records(int inFull) {
        return Math.min(inFull, 400);
    }

    @Override
    public void expire(String stream) {
        throw new UnsupportedOperationException("kinesis-mock keeps its records");
    }

    @Override
    public void close() {
        // It ignores SIGTERM while it is busy.
        process.destroyForcibly();
        dynamoDb.close();
    }
}
