package io.shardline.localstack.dynamodb;

import io.shardline.localstack.LocalStackException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of DynamoDB Local: one reader thread for its output, and its stdin as the leash that ends it. */
public final class DynamoDbLocalProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DynamoDbLocalProcess.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final int LINES_KEPT = 20;

    private final Process process;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final CompletableFuture<URI> endpoint = new CompletableFuture<>();

    private DynamoDbLocalProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::readOutput, "dynamodb-local-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts it and does not wait until it listens. */
    public static DynamoDbLocalProcess start() {
        try {
            Process process =
                    new ProcessBuilder(command()).redirectErrorStream(true).start();
            return new DynamoDbLocalProcess(process);
        } catch (IOException e) {
            throw new LocalStackException("DynamoDB Local cannot be started: " + e.getMessage(), e);
        }
    }

    private static List<String> command() {
        Path jars = DynamoDbLocalJars.find();
        List<String> command = new ArrayList<>();
        // A Ctrl-C goes to every process of the terminal, but a program under test still writes leases while it stops.
        command.addAll(List.of("sh", "-c", "trap '' INT HUP; exec \"$0\" \"$@\""));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A quick start counts for more here than the last bit of speed, and there are few tables.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m", "-Djava.awt.headless=true"));
        command.add("-Dsqlite4java.library.path=" + jars);
        command.addAll(List.of("-cp", DynamoDbLocalJars.ownCode().toString()));
        command.add(DynamoDbLocalLauncher.class.getName());
        command.add(jars.toString());
        return command;
    }

    private void readOutput() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                LOG.debug("DynamoDB Local: {}", line);
                if (line.startsWith(DynamoDbLocalLauncher.LISTENING)) {
                    String port = line.substring(DynamoDbLocalLauncher.LISTENING.length());
                    endpoint.complete(URI.create("http://127.0.0.1:" + port));
                }
                keep(line);
            }
        } catch (IOException e) {
            LOG.debug("DynamoDB Local's output broke off", e);
        }
        endpoint.completeExceptionally(new IOException("it ended"));
    }

    private synchronized void keep(String line) {
        lastLines.addLast(line);
        if (lastLines.size() > LINES_KEPT) {
            lastLines.removeFirst();
        }
    }

    /** Waits until it listens and gives its address. */
    public URI endpoint() {
        try {
            return endpoint.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("Interrupted while DynamoDB Local started", e);
        } catch (ExecutionException e) {
            throw new LocalStackException("DynamoDB Local did not start: it ended, saying: " + output(), e);
        } catch (TimeoutException e) {
            throw new LocalStackException(
                    "DynamoDB Local did not start in " + START_LIMIT.toSeconds() + " s, saying: " + output(), e);
        }
    }

    private synchronized String output() {
        return String.join(" | ", lastLines);
    }

    /** Its process, by which a test sees it gone. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
