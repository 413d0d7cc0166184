package io.shardline.redrive;

import io.shardline.concurrent.Deadline;
import io.shardline.failure.Failure;
import io.shardline.processor.ConnectionEvents;
import io.shardline.processor.Outcome;
import io.shardline.processor.ProcessorConnection;
import io.shardline.processor.ProcessorConnector;
import io.shardline.processor.StatusDeadline;
import io.shardline.processor.StopUrgency;
import io.shardline.protocol.Action;
import io.shardline.protocol.ActionTimeouts;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.Position;
import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.protocol.ToProcessor.CheckpointReply;
import io.shardline.protocol.ToProcessor.Initialize;
import io.shardline.protocol.ToProcessor.ProcessRecords;
import io.shardline.protocol.ToProcessor.ShutdownRequested;
import io.shardline.stream.ShardRef;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A processor: it is initialized for a shard and receives the records of each message as one batch, as from the daemon.
 * Its checkpoints succeed and are stored nowhere. One connection serves consecutive messages of one shard.
 */
public final class ProcessorTarget implements Target {

    /** The time limit of a batch if none is configured. */
    private static final Duration BATCH_TIMEOUT = Duration.ofMinutes(10);

    private final ProcessorConnector connector;
    private final ActionTimeouts timeouts;
    private Optional<Conversation> current = Optional.empty();

    /** The connection that serves a shard. */
    private record Conversation(ShardRef shard, ProcessorConnection connection) {}

    /** Makes the target; connects to nothing yet. */
    public ProcessorTarget(ProcessorConnector connector, ActionTimeouts timeouts) {
        this.connector = connector;
        this.timeouts = timeouts;
    }

    @Override
    public void take(ShardRef shard, List<DataRecord> records) throws TargetException, InterruptedException {
        if (current.isPresent() && !current.get().shard().equals(shard)) {
            finish();
        }
        try {
            if (current.isEmpty()) {
                connect(shard, records.get(0).position());
            }
            ask(new ProcessRecords(records, 0L));
        } catch (TargetException e) {
            stop();
            throw e;
        }
    }

    private void connect(ShardRef shard, Position first) throws TargetException, InterruptedException {
        try {
            current = Optional.of(new Conversation(shard, connector.connect(shard, new Events())));
        } catch (IOException e) {
            throw new TargetException("the processor could not be started: " + e.getMessage(), e);
        }
        ask(new Initialize(shard.shardId(), first.sequenceNumber(), first.subSequenceNumber()));
    }

    private void ask(ActionMessage message) throws TargetException, InterruptedException {
        ProcessorConnection connection = current.orElseThrow().connection();
        Optional<Failure> fault = connection.faultWhileIdle();
        if (fault.isPresent()) {
            throw failed(fault.get());
        }
        boolean batch = message.action() == Action.PROCESS_RECORDS;
        Deadline deadline = Deadline.after(timeouts.of(message.action()).orElse(BATCH_TIMEOUT));
        Outcome outcome = connection.ask(message, StatusDeadline.fixed(deadline));
        if (outcome.failure().isPresent()) {
            throw failed(outcome.failure().get());
        }
        if (batch
                && outcome instanceof Outcome.Answered answered
                && answered.status().failure() != null) {
            throw new TargetException("the processor reported that its batch failed", null);
        }
    }

    private static TargetException failed(Failure failure) {
        List<String> stderr = failure.stderrTail();
        String last = stderr.isEmpty() ? "" : "; its last line: " + stderr.get(stderr.size() - 1);
        return new TargetException("the processor " + failure.message() + last, null);
    }

    @Override
    public void finish() throws TargetException, InterruptedException {
        if (current.isEmpty()) {
            return;
        }
        try {
            ask(new ShutdownRequested());
        } finally {
            stop();
        }
    }

    private void stop() throws InterruptedException {
        if (current.isPresent()) {
            ProcessorConnection connection = current.get().connection();
            current = Optional.empty();
            connection.stop(StopUrgency.PATIENT);
        }
    }

    /** Kills the connection that an interrupt has left. */
    @Override
    public void close() {
        current.ifPresent(conversation -> conversation.connection().kill());
    }

    private static final class Events implements ConnectionEvents {
        @Override
        public CheckpointReply checkpoint(Action during, CheckpointRequest request) {
            return CheckpointReply.success(request);
        }

        /** The next action reports it. */
        @Override
        public void disconnected() {}

        /** The log has it. */
        @Override
        public void protocolFault(String kind) {}
    }
}
