package io.shardline.processor.lines;

import io.shardline.concurrent.Deadline;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.processor.ConnectionEvents;
import io.shardline.processor.Outcome;
import io.shardline.processor.StatusDeadline;
import io.shardline.processor.lines.LinePeer.Disconnection;
import io.shardline.processor.lines.ProcessorInbox.Received;
import io.shardline.protocol.Action;
import io.shardline.protocol.Encoder;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.FromProcessor.Status;
import io.shardline.protocol.ToProcessor;
import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.stream.ShardRef;
import io.shardline.transport.LineChannel;
import io.shardline.transport.LineChannel.Sent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The exchange of lines on one connection: one action at a time, its checkpoint requests answered, then its status. After
 * a failure it is unusable.
 *
 * <p>Used by one thread at a time, which sends and reads itself; lines that come while it does neither go into the
 * {@link ProcessorInbox}.
 */
public final class LineExchange {
    /**
     * Within this time after a status the channel is not read before the next action: to read costs a sixth of a round
     * trip, and what comes so shortly after a status cannot be told from what comes after the next action.
     */
    private static final Duration NOT_YET_IDLE = Duration.ofMillis(1);

    private static final String WHILE_IDLE = "while it was idle";

    private final LineChannel channel;
    private final LinePeer peer;
    private final ConnectionEvents events;
    private final ActionWriter writer;
    private final IdleCheckpointRefusals refusals;
    private final ProcessorInbox inbox;
    private Deadline idle = Deadline.after(Duration.ZERO);

    /**
     * Makes an exchange.
     *
     * @param events answers checkpoint requests, and learns what the processor does by itself
     * @param threads lends threads for replies to requests that come while no action is under way
     */
    public LineExchange(ShardRef shard, LineChannel channel, LinePeer peer, ConnectionEvents events, Executor threads) {
        this(shard, channel, peer, events, ActionWriter.ORIGINAL, threads);
    }

    /**
     * Makes an exchange whose actions have more fields than the original's.
     *
     * @param writer writes the actions
     */
    public LineExchange(
            ShardRef shard,
            LineChannel channel,
            LinePeer peer,
            ConnectionEvents events,
            ActionWriter writer,
            Executor threads) {
        this.writer = writer;
        this.channel = channel;
        this.peer = peer;
        this.events = events;
        this.refusals = new IdleCheckpointRefusals(channel, threads);
        this.inbox = new ProcessorInbox(shard, peer, events, refusals::refuse);
    }

    /** Begins to read. Called once, before the first action. */
    public void listen() {
        channel.listen(inbox);
    }

    /** Does what {@link io.shardline.processor.ProcessorConnection#faultWhileIdle} promises. */
    public Optional<Failure> faultWhileIdle() throws InterruptedException {
        if (idle.expired()) {
            channel.catchUp();
            refusals.await();
        }
        Received early = inbox.next();
        return early == null ? Optional.empty() : Optional.of(unasked(early));
    }

    /** Does what {@link io.shardline.processor.ProcessorConnection#ask} promises. */
    public Outcome ask(ActionMessage message, StatusDeadline deadline) throws InterruptedException {
        inbox.beginAction(message.action());
        try {
            Optional<Failure> unsent =
                    send(out -> writer.write(message, deadline.current(), out), message, message.action(), deadline);
            return unsent.isPresent() ? new Outcome.Failed(unsent.get()) : await(message.action(), deadline);
        } finally {
            inbox.endAction();
            idle = Deadline.after(NOT_YET_IDLE);
        }
    }

    private Outcome await(Action action, StatusDeadline deadline) throws InterruptedException {
        Optional<Outcome> outcome = Optional.empty();
        while (outcome.isEmpty()) {
            Received received = inbox.next();
            if (received != null) {
                outcome = handle(action, received, deadline);
            } else if (channel.receive(deadline::current) == LineChannel.Received.TIMED_OUT) {
                outcome = failed(timedOut("did not answer " + action.wireName(), deadline));
            }
        }
        return outcome.get();
    }

    /** {@return the end of the action; empty if it continues} */
    private Optional<Outcome> handle(Action action, Received received, StatusDeadline deadline)
            throws InterruptedException {
        if (received instanceof Received.TooLong line) {
            return failed(tooLong(line));
        }
        if (received instanceof Received.Message message) {
            return handle(action, message, deadline);
        }
        return failed(disconnected(beforeStatusOf(action)));
    }

    private Optional<Outcome> handle(Action action, Received.Message received, StatusDeadline deadline)
            throws InterruptedException {
        if (received.message() instanceof CheckpointRequest request) {
            ToProcessor reply = events.checkpoint(action, request);
            return send(out -> Encoder.write(reply, out), reply, action, deadline)
                    .map(Outcome.Failed::new);
        }
        if (received.message() instanceof Status status && action.wireName().equals(status.responseFor())) {
            return Optional.of(new Outcome.Answered(status));
        }
        return failed(brokeProtocol(
                "wrong_status", "answered " + action.wireName() + " with " + describe(received), received.line()));
    }

    /** {@return why the message could not be sent; empty if it was} */
    private Optional<Failure> send(LineChannel.Line line, ToProcessor message, Action action, StatusDeadline deadline)
            throws InterruptedException {
        Sent sent = channel.send(line, deadline::current);
        if (sent instanceof Sent.Done) {
            return Optional.empty();
        }
        return Optional.of(
                sent instanceof Sent.TimedOut
                        ? timedOut("did not read " + message.wireName(), deadline)
                        : disconnected(beforeStatusOf(action)));
    }

    private Failure unasked(Received early) throws InterruptedException {
        if (early instanceof Received.TooLong line) {
            return tooLong(line);
        }
        return early instanceof Received.Message message
                ? brokeProtocol("unasked_status", "answered without being asked: " + describe(message), message.line())
                : disconnected(WHILE_IDLE);
    }

    private Failure tooLong(Received.TooLong line) {
        return brokeProtocol(
                "line_too_long", "printed a line of more than " + line.length() + " bytes without an end", line.head());
    }

    private Failure timedOut(String what, StatusDeadline deadline) {
        String why = deadline.shortenedBy().map(reason -> " (" + reason + ")").orElse("");
        return failure(Cause.TIMED_OUT, what + " in time" + why, "");
    }

    private static String beforeStatusOf(Action action) {
        return "before it had answered " + action.wireName();
    }

    private Failure disconnected(String when) throws InterruptedException {
        Disconnection end = peer.disconnection();
        return failure(end.cause(), end.message() + " " + when, "");
    }

    private Failure brokeProtocol(String kind, String message, String evidence) {
        events.protocolFault(kind);
        return failure(Cause.BROKE_PROTOCOL, message, evidence);
    }

    private Failure failure(Cause cause, String message, String evidence) {
        return new Failure(cause, message, evidence, peer.lastOutput());
    }

    private static Optional<Outcome> failed(Failure failure) {
        return Optional.of(new Outcome.Failed(failure));
    }

    private static String describe(Received.Message received) {
        return received.message() instanceof Status status
                ? "a status for " + status.responseFor()
                : "a checkpoint request";
    }
}
