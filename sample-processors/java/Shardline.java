import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sun.misc.Signal;

/**
 * The processor's side of the protocol: JSON lines on stdin and stdout. Needs only the JDK.
 *
 * <p>Implement {@link Processor} and end the program with {@code Shardline.run(new MyProcessor())}. One process serves
 * one shard, one message at a time. If a method throws an exception, the process ends and the daemon starts a new one
 * at the last checkpoint, so nothing is lost. To serve all shards in one process, see {@link ShardlineHost}.
 */
final class Shardline {
    /** What a program implements. By default it accepts everything and checkpoints where it must. */
    interface Processor {
        /** Called first. The records come after this position, or from TRIM_HORIZON, LATEST, ... */
        default void initialize(String shardId, String sequenceNumber) throws Exception {}

        /** Called with records in order; the next batch is delivered after it returns. */
        default void processRecords(List<Record> records, Checkpointer checkpointer) throws Exception {}

        /** Another worker has the shard; checkpoints are no longer possible. */
        default void leaseLost() throws Exception {}

        /** All records of a split or merged shard were delivered. Without a checkpoint, its child shards wait. */
        default void shardEnded(Checkpointer checkpointer) throws Exception {
            checkpointer.checkpointWithRetries(null);
        }

        /** The daemon is about to release the shard: the last chance to checkpoint what is done. */
        default void shutdownRequested(Checkpointer checkpointer) throws Exception {}
    }

    /** The position of a record in its shard, which is also what a checkpoint stores. */
    record Position(BigInteger sequenceNumber, long subSequenceNumber) implements Comparable<Position> {
        private static final Comparator<Position> ORDER =
                Comparator.comparing(Position::sequenceNumber).thenComparing(Position::subSequenceNumber);

        @Override
        public int compareTo(Position other) {
            return ORDER.compare(this, other);
        }
    }

    /** One record; the partition key is null if it has none. */
    record Record(Position position, String partitionKey, byte[] data) {
        static Record of(Map<?, ?> fields) {
            Object sub = fields.get("subSequenceNumber");
            return new Record(
                    new Position(
                            new BigInteger((String) fields.get("sequenceNumber")),
                            sub == null ? 0 : ((BigDecimal) sub).longValueExact()),
                    (String) fields.get("partitionKey"),
                    Base64.getDecoder().decode((String) fields.get("data")));
        }
    }

    /** The daemon refused a checkpoint; the reason is, for example, "ThrottlingException". */
    static final class CheckpointException extends Exception {
        final String reason;

        CheckpointException(String reason) {
            super("checkpoint refused: " + reason);
            this.reason = reason;
        }
    }

    /** Stores checkpoints of this shard; use it in processRecords, shardEnded and shutdownRequested. */
    static final class Checkpointer {
        /** The lease is lost, or the daemon can no longer store a checkpoint for it. */
        private static final Set<String> LEASE_GONE = Set.of("ShutdownException", "InvalidStateException");

        private static final int TRIES = 6;
        private static final long FIRST_WAIT_MILLIS = 500;
        private final Wire wire;

        Checkpointer(Wire wire) {
            this.wire = wire;
        }

        /** Marks a position and all before it as done; null stands for everything delivered so far. */
        void checkpoint(Position position) throws CheckpointException, IOException {
            Map<String, Object> request = new LinkedHashMap<>();
            request.put("action", "checkpoint");
            request.put("sequenceNumber", position == null ? null : position.sequenceNumber().toString());
            request.put("subSequenceNumber", position == null ? null : position.subSequenceNumber());
            wire.write(request);
            Object error = wire.read().get("error");
            if (error != null) {
                throw new CheckpointException((String) error);
            }
        }

        /**
         * Like checkpoint, but retries while DynamoDB throttles, with a pause that doubles each time.
         *
         * @return false when the lease is gone: the next owner of the shard continues
         */
        boolean checkpointWithRetries(Position position) throws CheckpointException, IOException, InterruptedException {
            for (int attempt = 1; ; attempt++) {
                try {
                    checkpoint(position);
                    return true;
                } catch (CheckpointException e) {
                    if (LEASE_GONE.contains(e.reason)) {
                        System.err.println(e.getMessage());
                        return false;
                    }
                    if (!e.reason.equals("ThrottlingException") || attempt == TRIES) {
                        throw e;
                    }
                    Thread.sleep(FIRST_WAIT_MILLIS << (attempt - 1));
                }
            }
        }
    }

    /** The daemon closed the connection (stdin): the process, or in a host the handler, must end. */
    static final class StreamClosed extends IOException {}

    /** The daemon sent an action that this class does not know. */
    static final class UnknownAction extends IOException {
        UnknownAction(String message) {
            super(message);
        }
    }

    /** The messages of one connection. */
    interface Wire {
        Map<?, ?> read() throws IOException;

        void write(Map<String, Object> message) throws IOException;
    }

    private static final class Stdio implements Wire {
        private final BufferedReader in = new BufferedReader(
                new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
        private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

        @Override
        public Map<?, ?> read() throws IOException {
            String line = in.readLine();
            if (line == null) {
                throw new StreamClosed();
            }
            return (Map<?, ?>) Json.read(line);
        }

        @Override
        public void write(Map<String, Object> message) throws IOException {
            out.write((Json.write(message) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    private Shardline() {}

    /** Serves one shard until the daemon closes stdin; an exception ends the process with exit code 1. */
    static void run(Processor processor) throws Exception {
        // Ctrl-C at a terminal reaches every process of its group, but only the daemon decides when this process ends.
        Signal.handle(new Signal("INT"), signal -> {});
        // stdout is for the protocol; a stray println goes to stderr, into the daemon's log.
        System.setOut(System.err);
        Wire wire = new Stdio();
        Checkpointer checkpointer = new Checkpointer(wire);
        try {
            while (true) {
                Map<?, ?> message = wire.read();
                dispatch(processor, checkpointer, message);
                wire.write(Map.of("action", "status", "responseFor", message.get("action")));
            }
        } catch (StreamClosed e) {
            // The normal end of a conversation.
        }
    }

    /** Calls the method for a message. */
    static void dispatch(Processor processor, Checkpointer checkpointer, Map<?, ?> message) throws Exception {
        switch (String.valueOf(message.get("action"))) {
            case "initialize" -> processor.initialize(
                    (String) message.get("shardId"), (String) message.get("sequenceNumber"));
            case "processRecords" -> processor.processRecords(
                    ((List<?>) message.get("records")).stream().map(fields -> Record.of((Map<?, ?>) fields)).toList(),
                    checkpointer);
            case "leaseLost" -> processor.leaseLost();
            case "shardEnded" -> processor.shardEnded(checkpointer);
            case "shutdownRequested" -> processor.shutdownRequested(checkpointer);
            default -> throw new UnknownAction("the daemon sent an unknown action: " + message.get("action"));
        }
    }
}
