package io.shardline.shard;

import io.shardline.child.Child;
import io.shardline.child.ChildExit;
import io.shardline.concurrent.Deadline;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.processor.ConnectionEvents;
import io.shardline.processor.Outcome;
import io.shardline.processor.ProcessorConnection;
import io.shardline.processor.StatusDeadline;
import io.shardline.processor.StopUrgency;
import io.shardline.protocol.Encoder;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.FromProcessor.Status;
import io.shardline.protocol.ToProcessor;
import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.protocol.ToProcessor.ProcessRecords;
import io.shardline.stream.ShardRef;
import io.shardline.transport.LineChannel;
import io.shardline.transport.LineChannel.Sent;
import io.shardline.transport.StdioChannel;
import io.shardline.transport.WireTracer;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The messages between the daemon and one child: one action at a time, its checkpoint requests answered, then its
 * status. Once it has failed it stays failed; the session then stops the child.
 *
 * <p>Used by the session's thread, which sends and reads in person; the lines come in through {@link ProcessorInbox}.
 */
final class Conversation implements ProcessorConnection {
    /**
     * Whoever is asked again within this time is not looked at before: the look costs a sixth of a round trip, and what
     * came so shortly after a status cannot be told from what comes after the next action.
     */
    private static final Duration HARDLY_IDLE = Duration.ofMillis(1);

    private static final String WHILE_IDLE = "while it had nothing to do";

    private final Child child;
    private final ChildConversations settings;
    private final LineChannel channel;
    private final IdleCheckpointRefusals refusals;
    private final WireTracer.Tap tap;
    private final ProcessorInbox ear;
    private final ConnectionEvents events;
    private Deadline quiet = Deadline.after(Duration.ZERO);

    private Conversation(
            Child child,
            ChildConversations settings,
            LineChannel channel,
            WireTracer.Tap tap,
            ProcessorInbox ear,
            ConnectionEvents events,
            IdleCheckpointRefusals refusals) {
        this.child = child;
        this.settings = settings;
        this.channel = channel;
        this.tap = tap;
        this.ear = ear;
        this.events = events;
        this.refusals = refusals;
    }

    static Conversation begin(ShardRef shard, ChildConversations settings, ConnectionEvents events)
            throws IOException, InterruptedException {
        Child child = settings.children().start(shard);
        ProcessorInbox ear = new ProcessorInbox(shard, events);
        WireTracer.Tap tap = settings.tracer().tap(shard, child.pid());
        StdioChannel channel = channel(child, settings.maxLineBytes(), tap.receiver(ear));
        LineChannel traced = tap.channel(channel);
        IdleCheckpointRefusals refusals = new IdleCheckpointRefusals(traced, settings.threads());
        Conversation conversation = new Conversation(child, settings, traced, tap, ear, events, refusals);
        ear.attach(child.log(), refusals::refuse, events::disconnected);
        channel.listen(child.rounds());
        child.onEnd(channel::processEnded, channel::close);
        return conversation;
    }

    private static StdioChannel channel(Child child, int maxLineBytes, LineChannel.Receiver receiver)
            throws IOException {
        try {
            return new StdioChannel(child.stdin(), child.stdout(), maxLineBytes, receiver);
        } catch (IOException e) {
            child.kill();
            throw e;
        }
    }

    @Override
    public String id() {
        return "pid " + child.pid();
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.of(child.pid());
    }

    @Override
    public Optional<Failure> faultWhileIdle() throws InterruptedException {
        if (quiet.expired()) {
            channel.catchUp();
            refusals.await();
        }
        ProcessorInbox.Received early = ear.next();
        return early == null ? Optional.empty() : Optional.of(unasked(early));
    }

    @Override
    public Outcome ask(ActionMessage action, StatusDeadline deadline) throws InterruptedException {
        if (action instanceof ProcessRecords) {
            child.log().watch();
        }
        ear.listenDuring(action.wireName());
        try {
            Failure unsent = send(action, deadline);
            return unsent != null ? new Outcome.Failed(unsent) : await(action, deadline);
        } finally {
            ear.stopListening();
            quiet = Deadline.after(HARDLY_IDLE);
        }
    }

    @Override
    public Optional<String> printedFailure() {
        return child.printedFailure();
    }

    private Failure unasked(ProcessorInbox.Received early) throws InterruptedException {
        if (early instanceof ProcessorInbox.Received.TooLong line) {
            return tooLong(line);
        }
        return early instanceof ProcessorInbox.Received.Message message
                ? brokeProtocol("unasked_answer", "answered without being asked: " + describe(message), message.line())
                : closed(WHILE_IDLE);
    }

    @Override
    public void stop(StopUrgency urgency) throws InterruptedException {
        tap.inputClosed();
        child.stop(urgency == StopUrgency.HURRIED ? settings.hurriedStopPlan() : settings.stopPlan());
    }

    @Override
    public void kill() {
        child.kill();
    }

    private Failure tooLong(ProcessorInbox.Received.TooLong line) {
        events.protocolFault("line_too_long");
        return failure(
                Cause.BROKE_PROTOCOL,
                "printed a line of more than " + line.length() + " bytes without an end",
                line.head());
    }

    private Outcome await(ActionMessage action, StatusDeadline patience) throws InterruptedException {
        Outcome answer = null;
        while (answer == null) {
            ProcessorInbox.Received heard = ear.next();
            if (heard instanceof ProcessorInbox.Received.Message message) {
                answer = understand(action, message, patience);
            } else if (heard instanceof ProcessorInbox.Received.TooLong line) {
                answer = new Outcome.Failed(tooLong(line));
            } else if (heard instanceof ProcessorInbox.Received.Closed) {
                answer = new Outcome.Failed(closedDuring(action));
            } else if (channel.receive(patience::current) == LineChannel.Received.TIMED_OUT) {
                answer = new Outcome.Failed(failure(
                        Cause.TIMED_OUT, "did not answer " + action.wireName() + " in time" + whyNow(patience), ""));
            }
        }
        return answer;
    }

    /** {@return the end of the action; {@code null} if it goes on} */
    private Outcome understand(ActionMessage action, ProcessorInbox.Received.Message heard, StatusDeadline patience)
            throws InterruptedException {
        if (heard.message() instanceof CheckpointRequest request) {
            Failure unsent = send(events.checkpoint(action.action(), request), patience);
            return unsent == null ? null : new Outcome.Failed(unsent);
        }
        if (heard.message() instanceof Status status && Objects.equals(status.responseFor(), action.wireName())) {
            return new Outcome.Answered(status);
        }
        return new Outcome.Failed(brokeProtocol(
                "wrong_answer", "answered " + action.wireName() + " with " + describe(heard), heard.line()));
    }

    /** {@return why it could not be sent; {@code null} if it was} */
    private Failure send(ToProcessor message, StatusDeadline patience) throws InterruptedException {
        Sent sent = channel.send(out -> Encoder.write(message, out), patience::current);
        if (sent instanceof Sent.Done) {
            return null;
        }
        if (sent instanceof Sent.TimedOut) {
            return failure(Cause.TIMED_OUT, "did not read " + message.wireName() + " in time" + whyNow(patience), "");
        }
        return closedDuring(message);
    }

    private Failure closedDuring(ToProcessor action) throws InterruptedException {
        return closed("before it had answered " + action.wireName());
    }

    private Failure closed(String when) throws InterruptedException {
        ChildExit exit = child.awaitOwnEnd();
        if (exit == null) {
            return failure(Cause.CLOSED_PIPE, "closed its pipe " + when, "");
        }
        Cause cause = exit instanceof ChildExit.Killed ? Cause.KILLED : Cause.EXITED;
        return failure(cause, exit.describe() + " " + when, "");
    }

    private static String whyNow(StatusDeadline patience) {
        return patience.shortenedBy().map(why -> " (" + why + ")").orElse("");
    }

    private Failure brokeProtocol(String kind, String message, String evidence) {
        events.protocolFault(kind);
        return failure(Cause.BROKE_PROTOCOL, message, evidence);
    }

    private Failure failure(Cause cause, String message, String evidence) {
        return new Failure(cause, message, evidence, child.log().tail());
    }

    private static String describe(ProcessorInbox.Received.Message heard) {
        if (heard.message() instanceof Status status) {
            return "a status for " + status.responseFor();
        }
        return "a checkpoint request";
    }
}
