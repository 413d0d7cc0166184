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
import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.stream.ShardRef;
import io.shardline.transport.LineChannel;
import io.shardline.transport.SocketLines;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The conversation with an application about one shard, over a connection of its own. */
final class HostedConnection implements ProcessorConnection {
    /** Longer than any deadline. */
    private static final Duration MAX_TIMEOUT = Duration.ofDays(10_000);

    private final HostedConnector connector;
    private final long number;
    private final SocketLines lines;
    private final LineChannel channel;
    private final LineExchange exchange;

    HostedConnection(
            HostedConnector connector,
            ShardRef shard,
            long number,
            SocketLines lines,
            LineChannel channel,
            ConnectionEvents events) {
        this.connector = connector;
        this.number = number;
        this.lines = lines;
        this.channel = channel;
        this.exchange = new LineExchange(
                shard,
                channel,
                new Peer(ProcessorLog.ofConnection(shard, number)),
                events,
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

    /** {@return empty: the process serves other shards as well} */
    @Override
    public OptionalLong pid() {
        return OptionalLong.empty();
    }

    @Override
    public Optional<Failure> faultWhileIdle() throws InterruptedException {
        return exchange.faultWhileIdle();
    }

    @Override
    public Outcome ask(ActionMessage message, StatusDeadline deadline) throws InterruptedException {
        Outcome outcome = exchange.ask(message, deadline);
        return message.action() == Action.INITIALIZE && outcome instanceof Outcome.Answered answered
                ? accepted(answered)
                : outcome;
    }

    private static Outcome accepted(Outcome.Answered answered) {
        BatchFailure refusal = answered.status().failure();
        return refusal == null || refusal.error() == null
                ? answered
                : new Outcome.Failed(
                        new Failure(Cause.REFUSED, "refused the shard: " + refusal.error(), "", List.of()));
    }

    @Override
    public Optional<String> printedFailure() {
        return Optional.empty();
    }

    @Override
    public void stop(StopUrgency urgency) {
        Duration wait =
                switch (urgency) {
                    case PATIENT -> connector.settings().stopWait();
                    case HURRIED -> connector.settings().hurriedStopWait();
                };
        channel.closeOutput();
        lines.awaitPeerEnd(Deadline.after(wait));
        channel.close();
    }

    @Override
    public void kill() {
        channel.close();
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
