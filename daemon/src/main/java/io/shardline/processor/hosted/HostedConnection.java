package io.shardline.processor.hosted;

import io.shardline.child.ProcessorLog;
import io.shardline.concurrent.Deadline;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.processor.ConnectionEvents;
import io.shardline.processor.Outcome;
import io.shardline.processor.ProcessorConnection;
import io.shardline.processor.StatusDeadline;
import io.shardline.processor.StopUrgency;
import io.shardline.processor.lines.LineExchange;
import io.shardline.processor.lines.LinePeer;
import io.shardline.protocol.Action;
import io.shardline.protocol.Encoder;
import io.shardline.protocol.FromProcessor.BatchFailure;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.FromProcessor.Status;
import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.protocol.ToProcessor.CheckpointReply;
import io.shardline.protocol.ToProcessor.Initialize;
import io.shardline.stream.ShardRef;
import io.shardline.transport.LineChannel;
import io.shardline.transport.SocketLines;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The conversation with an application about one shard, over a connection of its own. */
final class HostedConnection implements ProcessorConnection {
    /** Longer than any deadline. */
    private static final Duration MAX_TIMEOUT = Duration.ofDays(10_000);

    private final HostedConnector connector;
    private final ShardRef shard;
    private final long number;
    private final SocketLines lines;
    private final LineChannel channel;
    private final LineExchange exchange;
    /** The name of the lane, which outlives its connections; it is known when {@code initialize} is sent. */
    private volatile String lane;

    private volatile boolean stopping;

    HostedConnection(
            HostedConnector connector,
            ShardRef shard,
            long number,
            SocketLines lines,
            LineChannel channel,
            ConnectionEvents events) {
        this.connector = connector;
        this.shard = shard;
        this.number = number;
        this.lines = lines;
        this.channel = channel;
        this.lane = shard.toString();
        this.exchange = new LineExchange(
                shard,
                channel,
                new Peer(ProcessorLog.ofConnection(shard, number)),
                new Events(events),
                this::write,
                connector.threads());
    }

    /** Begins to read. Called once. */
    void listen() {
        exchange.listen();
    }

    private void write(ActionMessage message, Deadline deadline, OutputStream out) throws IOException {
        long millis =
                deadline.bounded() ? Math.max(1, deadline.remaining(MAX_TIMEOUT).toMillis()) : -1;
        Encoder.write(message, connector.fields(), millis, out);
    }

    @Override
    public String id() {
        return "connection " + number;
    }

    @Override
    public boolean awaitTurn(Duration atMost) throws InterruptedException {
        return connector.gate().enter(lane, atMost);
    }

    @Override
    public Optional<Failure> faultWhileIdle() throws InterruptedException {
        Optional<Failure> fault = exchange.faultWhileIdle();
        return fault.isPresent() && endedWithApplication(fault.get()) ? Optional.of(gone(fault.get())) : fault;
    }

    private boolean endedWithApplication(Failure failure) throws InterruptedException {
        return failure.cause() == Cause.DISCONNECTED && connector.gate().isApplicationFailure();
    }

    private static Failure gone(Failure disconnected) {
        return new Failure(Cause.APPLICATION_GONE, disconnected.message(), "", List.of());
    }

    @Override
    public Outcome ask(ActionMessage message, StatusDeadline deadline) throws InterruptedException {
        if (message instanceof Initialize initialize) {
            lane = shard + "#" + initialize.lane();
            connector.presence().began(lane);
        }
        Outcome outcome = exchange.ask(message, deadline);
        if (outcome instanceof Outcome.Answered answered) {
            return answered(message, answered);
        }
        Failure failure = outcome.failure().orElseThrow();
        if (failure.cause() == Cause.TIMED_OUT && deadline.shortenedBy().isEmpty()) {
            connector.presence().missed(lane);
        }
        if (failure.cause() != Cause.DISCONNECTED) {
            return outcome;
        }
        return message.action() == Action.PROCESS_RECORDS
                ? judged(failure)
                : connector.gate().isApplicationFailure() ? new Outcome.NotDelivered(gone(failure)) : outcome;
    }

    private Outcome judged(Failure failure) throws InterruptedException {
        return switch (connector.gate().judge(lane)) {
            case OWN_FAILURE, CONVICTED -> new Outcome.Failed(failure);
            case SUSPECT -> new Outcome.NotDelivered(gone(failure));
        };
    }

    private Outcome answered(ActionMessage message, Outcome.Answered answered) {
        connector.presence().answered(lane);
        if (message.action() == Action.PROCESS_RECORDS) {
            connector.gate().answered(lane);
        }
        if (message.action() != Action.INITIALIZE) {
            return answered;
        }
        Status status = answered.status();
        BatchFailure refusal = status.failure();
        if (refusal != null && refusal.error() != null) {
            return new Outcome.Failed(
                    new Failure(Cause.REFUSED, "refused the shard: " + refusal.error(), "", List.of()));
        }
        connector.presence().introduced(orEmpty(status.name()), orEmpty(status.version()));
        return answered;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public void stop(StopUrgency urgency) {
        Duration wait =
                switch (urgency) {
                    case PATIENT -> connector.settings().stopWait();
                    case HURRIED -> connector.settings().hurriedStopWait();
                };
        leave();
        channel.closeOutput();
        lines.awaitPeerEnd(Deadline.after(wait));
        channel.close();
    }

    @Override
    public void kill() {
        leave();
        channel.close();
    }

    private void leave() {
        stopping = true;
        connector.gate().left(lane);
        connector.presence().ended(lane);
    }

    /** Tells the watch of the application, too, that it has closed the connection. */
    private final class Events implements ConnectionEvents {
        private final ConnectionEvents session;

        Events(ConnectionEvents session) {
            this.session = session;
        }

        @Override
        public CheckpointReply checkpoint(Action during, CheckpointRequest request) throws InterruptedException {
            return session.checkpoint(during, request);
        }

        @Override
        public void disconnected() {
            if (!stopping) {
                connector.presence().broke();
            }
            session.disconnected();
        }

        @Override
        public void protocolFault(String kind) {
            session.protocolFault(kind);
        }
    }

    /** The application as a conversation sees it: there is no process to ask, and its stderr is its own affair. */
    private record Peer(ProcessorLog log) implements LinePeer {
        @Override
        public void printed(String text) {
            log.stdout(text);
        }

        @Override
        public Disconnection disconnection() {
            return new Disconnection(Cause.DISCONNECTED, "closed its connection");
        }

        @Override
        public List<String> lastOutput() {
            return List.of();
        }
    }
}
