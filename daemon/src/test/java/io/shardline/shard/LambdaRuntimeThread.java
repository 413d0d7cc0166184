package io.shardline.shard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardline.event.EventSource;
import io.shardline.processor.ProcessorConnector;
import io.shardline.processor.lambda.FakeRuntime;
import io.shardline.processor.lambda.FakeRuntime.Event;
import io.shardline.processor.lambda.LambdaConnector;
import io.shardline.shard.InMemoryDelivery.Processor;
import io.shardline.shard.InMemoryDelivery.Reaction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** A Lambda runtime whose handler reacts as a processor of {@link InMemoryDelivery}; attempts are not known to it. */
final class LambdaRuntimeThread implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Processor processor;
    private final LambdaConnector connector;
    private final FakeRuntime runtime;
    private Thread thread = new Thread();

    LambdaRuntimeThread(Processor processor) throws IOException {
        this.processor = processor;
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        connector = LambdaConnector.listening(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                new EventSource("arn:aws:kinesis:eu-west-1:123456789012:stream/words", "eu-west-1", "app"));
        runtime = new FakeRuntime(port);
    }

    ProcessorConnector connector() {
        return connector;
    }

    /**
     * Begins to ask for events.
     *
     * @param trace receives each batch
     */
    void start(List<String> trace) {
        thread = new Thread(() -> serve(trace), "fake-runtime");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(List<String> trace) {
        try {
            while (true) {
                answer(runtime.next().get(), trace);
            }
        } catch (InterruptedException | ExecutionException | IOException e) {
            // The test is over.
        }
    }

    private void answer(Event event, List<String> trace) throws IOException, InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode record : JSON.readTree(event.response().body()).get("Records")) {
            numbers.add(record.at("/kinesis/sequenceNumber").asInt());
        }
        trace.add(InMemoryDelivery.text(numbers));
        Reaction reaction = processor.on(numbers, 0, () -> {});
        if (reaction instanceof Reaction.Ok) {
            runtime.respond(event.id(), "null");
        } else if (reaction instanceof Reaction.Reports reports && reports.error() == null) {
            runtime.respond(event.id(), reports.status());
        } else {
            runtime.fail(event.id(), "{\"errorType\":\"Error\",\"errorMessage\":\"as the rule wants it\"}");
        }
    }

    @Override
    public void close() {
        connector.close();
        thread.interrupt();
    }
}
