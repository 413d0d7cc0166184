package io.shardline.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shardline.child.ChildFactory;
import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.NamedThreads;
import io.shardline.config.processor.ProcessLaunchSettings;
import io.shardline.event.EventSource;
import io.shardline.failure.Failure;
import io.shardline.processor.ConnectionEvents;
import io.shardline.processor.Outcome;
import io.shardline.processor.ProcessorConnection;
import io.shardline.processor.ProcessorConnector;
import io.shardline.processor.StatusDeadline;
import io.shardline.processor.lambda.LambdaConnector;
import io.shardline.processor.push.PushConnector;
import io.shardline.protocol.Action;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.FromProcessor.BatchFailure;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.FromProcessor.Status;
import io.shardline.protocol.Position;
import io.shardline.protocol.ToProcessor.CheckpointReply;
import io.shardline.protocol.ToProcessor.ProcessRecords;
import io.shardline.stream.ShardRef;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Sends Lambda's events to a handler and says what it does with them. There is no specification to judge by: a handler may
 * fail what it cannot process. It passes if it answers every event in time, and processes the first.
 */
public final class HandlerCheck {
    private static final ShardRef SHARD = new ShardRef("check-processor", "check-processor", "shardId-000000000000");
    private static final EventSource SOURCE = new EventSource(
            "arn:aws:kinesis:us-east-1:000000000000:stream/check-processor", "us-east-1", "check-processor");
    private static final int MANY = 100;
    private static final int LARGE = 1 << 20;
    private static final Duration TERM_WAIT = Duration.ofSeconds(2);

    private final ProcessorConnector connector;
    private final Duration timeout;
    private final Consumer<String> report;
    private int sequence;

    private HandlerCheck(ProcessorConnector connector, Duration timeout, Consumer<String> report) {
        this.connector = connector;
        this.timeout = timeout;
        this.report = report;
    }

    /**
     * Starts a Lambda runtime and checks its handler.
     *
     * @param command the runtime and its arguments
     * @param own the user's own records; may be empty
     * @param report receives a line for each event
     * @return whether it passed
     * @throws IOException if the runtime API cannot be served
     */
    public static boolean ofLambda(
            List<String> command, List<DataRecord> own, Duration timeout, Consumer<String> report)
            throws IOException, InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.factory("check"));
        try (ChildFactory children =
                        new ChildFactory(command, ProcessLaunchSettings.INHERITED, Optional.empty(), threads);
                ProcessorConnector connector = LambdaConnector.starting(
                        new LambdaConnector.Program(children, command, Path.of(""), 1, timeout, TERM_WAIT),
                        SOURCE,
                        System.getenv(),
                        threads)) {
            return new HandlerCheck(connector, timeout, report).run(own);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Checks an HTTP endpoint. Otherwise like {@link #ofLambda}. */
    public static boolean ofEndpoint(URI url, List<DataRecord> own, Duration timeout, Consumer<String> report)
            throws InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.factory("check"));
        try (ProcessorConnector connector = new PushConnector(url, SOURCE, threads)) {
            return new HandlerCheck(connector, timeout, report).run(own);
        } finally {
            threads.shutdownNow();
        }
    }

    private boolean run(List<DataRecord> own) throws InterruptedException {
        boolean passed = true;
        boolean first = true;
        for (Map.Entry<String, List<byte[]>> event : events(own).entrySet()) {
            Result result = send(event.getValue());
            report.accept((result.answered() ? "ok    " : "FAILED") + "  " + event.getKey() + ": " + result.text());
            passed &= result.answered() && (result.done() || !first);
            first = false;
            if (!result.reachable()) {
                return false;
            }
        }
        return passed;
    }

    private static Map<String, List<byte[]>> events(List<DataRecord> own) {
        Map<String, List<byte[]>> events = new LinkedHashMap<>();
        if (!own.isEmpty()) {
            events.put("your own records", own.stream().map(HandlerCheck::bytes).toList());
        }
        events.put("one record of JSON", List.of("{\"id\":1,\"text\":\"hello\"}".getBytes(UTF_8)));
        List<byte[]> many = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            many.add(("{\"id\":" + i + ",\"text\":\"hello\"}").getBytes(UTF_8));
        }
        events.put(MANY + " records", many);
        events.put("a record that is not text", List.of(new byte[] {(byte) 0xff, 0, (byte) 0xfe}));
        events.put("a record without data", List.of(new byte[0]));
        events.put("a record of 1 MiB", List.of(" ".repeat(LARGE).getBytes(UTF_8)));
        return events;
    }

    private static byte[] bytes(DataRecord record) {
        byte[] bytes = new byte[record.data().remaining()];
        record.data().duplicate().get(bytes);
        return bytes;
    }

    /** What became of an event. */
    private record Result(boolean reachable, boolean answered, boolean done, String text) {}

    private Result send(List<byte[]> data) throws InterruptedException {
        List<DataRecord> records = new ArrayList<>();
        for (byte[] bytes : data) {
            records.add(new DataRecord(
                    ByteBuffer.wrap(bytes),
                    "key",
                    new Position(Integer.toString(++sequence), 0),
                    System.currentTimeMillis()));
        }
        long started = System.nanoTime();
        Outcome outcome = ask(records);
        String after = " after " + Duration.ofNanos(System.nanoTime() - started).toMillis() + " ms";
        if (outcome instanceof Outcome.Answered answered) {
            Status status = answered.status();
            return status.failure() == null
                    ? new Result(true, true, true, "processed" + after)
                    : new Result(true, true, false, "reports " + describe(status.failure()) + after);
        }
        if (outcome instanceof Outcome.BatchFailed failed) {
            Failure cause = failed.cause();
            boolean answered = cause.cause() == Failure.Cause.REPORTED_ERROR;
            return new Result(true, answered, false, cause.message() + after);
        }
        return new Result(false, false, false, "nobody took the event within " + timeout.toSeconds() + " s");
    }

    private Outcome ask(List<DataRecord> records) throws InterruptedException {
        ProcessorConnection connection;
        try {
            connection = connector.connect(SHARD, new NoEvents());
        } catch (IOException e) {
            throw new IllegalStateException("these connections begin with nothing", e);
        }
        return connection.ask(new ProcessRecords(records, 0L), StatusDeadline.fixed(Deadline.after(timeout)));
    }

    private static String describe(BatchFailure failure) {
        return failure.error() != null
                ? failure.error()
                : "failed records from " + failure.items().get(0) + " on";
    }

    /** A handler does nothing by itself. */
    private static final class NoEvents implements ConnectionEvents {
        @Override
        public CheckpointReply checkpoint(Action during, CheckpointRequest request) {
            return CheckpointReply.success(request);
        }

        @Override
        public void disconnected() {}

        @Override
        public void protocolFault(String kind) {}
    }
}
