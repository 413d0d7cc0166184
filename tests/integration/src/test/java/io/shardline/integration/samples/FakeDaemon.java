package io.shardline.integration.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardline.integration.samples.Transcript.Action;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Plays the daemon's part of a transcript to a real processor, which answers in its own way: checkpoints end as they did
 * in the transcript, those that it does not have succeed.
 */
final class FakeDaemon implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;
    private static final String END = "the end of stdout";
    /** P-14. */
    private static final Set<String> MAY_CHECKPOINT = Set.of("processRecords", "shardEnded", "shutdownRequested");

    private final Process process;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    /** Starts the processor. */
    FakeDaemon(List<String> command, Path stderr) {
        try {
            process = new ProcessBuilder(command).redirectError(stderr.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
        Thread reader = new Thread(this::listen, "stdout of " + command.get(0));
        reader.setDaemon(true);
        reader.start();
    }

    private void listen() {
        process.inputReader(StandardCharsets.UTF_8).lines().forEach(heard::add);
        heard.add(END);
    }

    /** From initialize to the end of stdin, after which the processor must end well. */
    void play(Transcript transcript) throws IOException, InterruptedException {
        for (Action action : transcript.actions()) {
            send(action.line());
            serve(action);
        }
        process.getOutputStream().close();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("ends when its stdin does")
                .isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(next()).as("after the last status").isEqualTo(END);
    }

    private void serve(Action action) throws IOException, InterruptedException {
        Iterator<String> outcomes = action.outcomes().iterator();
        JsonNode said = hear(action);
        while (said.path("action").asText().equals("checkpoint")) {
            assertThat(action.name()).as("action with a checkpoint").isIn(MAY_CHECKPOINT);
            assertThat(action.line()).contains(said.get("sequenceNumber").asText(""));
            send(reply(said, outcomes.hasNext() ? outcomes.next() : null));
            said = hear(action);
        }
        assertThat(said.path("action").asText()).isEqualTo("status");
        assertThat(said.path("responseFor").asText()).isEqualTo(action.name());
        assertThat(outcomes)
                .as("errors in the transcript that the processor did not ask for")
                .toIterable()
                .allMatch(Objects::isNull);
    }

    private JsonNode hear(Action action) throws InterruptedException {
        String line = next();
        assertThat(line).as("answer to " + action.name()).startsWith("{");
        return Transcript.parse(line);
    }

    /** Null if nothing comes. */
    private String next() throws InterruptedException {
        return heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static String reply(JsonNode request, String error) {
        ObjectNode reply = request.deepCopy();
        if (!reply.has("subSequenceNumber")) {
            reply.putNull("subSequenceNumber");
        }
        return reply.put("error", error).toString();
    }

    private void send(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
