package io.shardline.shard;

import io.shardline.child.Child;
import io.shardline.child.ChildExit;
import io.shardline.child.StopPlan;
import io.shardline.concurrent.Deadline;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.observe.ShardMonitor;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.Encoder;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.FromProcessor.Status;
import io.shardline.protocol.Position;
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
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The messages between the daemon and one child: one action at a time, its checkpoint requests answered, then its
 * status. Once it has failed it stays failed; the session then stops the child.
 *
 * <p>Used by the session's thread, which sends and reads in person; the lines come in through {@link ProcessorInbox}.
 */
final class Conversation implements Recipient {
    /**
     * Whoever is asked again within this time is not looked at before: the look costs a sixth of a round trip, and what
     * came so shortly behind an answer cannot be told from what comes behind the next action.
     */
    private static final Duration HARDLY_IDLE = Duration.ofMillis(1);

    private static final String WHILE_IDLE = "while it had nothing to do";

    private final ShardRef shard;
    private final Child child;
    private final LineChannel channel;
    private final IdleCheckpointRefusals refusals;
    private final WireTracer.Tap tap;
    private final ProcessorInbox ear;
    private final SessionGuard guard;
    private final ShardMonitor monitor;
    private Deadline quiet = Deadline.after(Duration.ZERO);
    private Position delivered;
    private Position deliveredBefore;

    private Conversation(
            ShardRef shard,
            Child child,
            LineChannel channel,
            WireTracer.Tap tap,
            ProcessorInbox ear,
            SessionGuard guard,
            ShardMonitor monitor,
            IdleCheckpointRefusals refusals) {
        this.refusals = refusals;
        this.tap = tap;
        this.monitor = monitor;
        this.shard = shard;
        this.child = child;
        this.channel = channel;
        this.ear = ear;
        this.guard = guard;
    }

    /** Starts a child. The first thing to ask it is {@link ToProcessor.Initialize}. */
    static Conversation begin(
            ShardRef shard,
            SessionServices services,
            ShardMonitor monitor,
            SessionGuard guard,
            Consumer<Conversation> onSilence)
            throws IOException, InterruptedException {
        Child child = services.children().start(shard);
        ProcessorInbox ear = new ProcessorInbox(shard, monitor);
        WireTracer.Tap tap = services.tracer().tap(shard, child.pid());
        StdioChannel channel = channel(child, services.maxLineBytes(), tap.receiver(ear));
        LineChannel traced = tap.channel(channel);
        IdleCheckpointRefusals refusals = new IdleCheckpointRefusals(traced, services.threads());
        Conversation conversation = new Conversation(shard, child, traced, tap, ear, guard, monitor, refusals);
        ear.attach(child.log(), refusals::refuse, () -> onSilence.accept(conversation));
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

    /** How an action ended. */
    sealed interface Answer {
        /** With its status. */
        record Done(Status status) implements Answer {}

        /**
         * Not at all, or not as it should.
         *
         * @param hadAction whether the child was given the action, which may be the cause; else it failed before
         */
        record Failed(Failure failure, boolean hadAction) implements Answer {
            Failed(Failure failure) {
                this(failure, true);
            }
        }
    }

    long pid() {
        return child.pid();
    }

    /** {@return the last record that was sent to this child; {@code null} if none was} */
    Position delivered() {
        return delivered;
    }

    @Override
    public Answer ask(ActionMessage action, Deadline timeout, CheckpointRequests checkpoints)
            throws InterruptedException {
        if (quiet.expired()) {
            channel.catchUp();
            refusals.await();
        }
        ProcessorInbox.Received early = ear.next();
        if (early != null) {
            return new Answer.Failed(unasked(early), false);
        }
        if (action instanceof ProcessRecords batch) {
            if (!batch.records().isEmpty()) {
                deliveredBefore = delivered;
                delivered = batch.records().get(batch.records().size() - 1).position();
            }
            monitor.batchSent(batch.records().size(), payload(batch), batch.millisBehindLatest());
            child.log().watch();
        }
        return exchange(action, timeout, checkpoints);
    }

    @Override
    public void takeBack(Position last) {
        delivered = last == null ? deliveredBefore : last;
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

    private static long payload(ProcessRecords batch) {
        long bytes = 0;
        for (DataRecord record : batch.records()) {
            bytes += record.data().remaining();
        }
        return bytes;
    }

    private Answer exchange(ActionMessage action, Deadline timeout, CheckpointRequests checkpoints)
            throws InterruptedException {
        ear.listenDuring(action.wireName());
        try {
            Supplier<Deadline> patience = new StatusDeadline(shard, child.pid(), action.wireName(), timeout, guard);
            Failure unsent = send(action, patience);
            return unsent != null ? new Answer.Failed(unsent) : await(action, patience, checkpoints);
        } finally {
            ear.stopListening();
            quiet = Deadline.after(HARDLY_IDLE);
        }
    }

    /** Ends the child. */
    ChildExit stop(StopPlan plan) throws InterruptedException {
        tap.inputClosed();
        return child.stop(plan);
    }

    /** Ends the child now and waits for nothing. */
    void kill() {
        child.kill();
    }

    /** {@return why a child is of no use that closed its end while it had nothing to do} */
    Failure silence() throws InterruptedException {
        return ear.next() instanceof ProcessorInbox.Received.TooLong line ? tooLong(line) : closed(WHILE_IDLE);
    }

    private Failure tooLong(ProcessorInbox.Received.TooLong line) {
        monitor.protocolFault("line_too_long");
        return failure(
                Cause.BROKE_PROTOCOL,
                "printed a line of more than " + line.length() + " bytes without an end",
                line.head());
    }

    private Answer await(ActionMessage action, Supplier<Deadline> patience, CheckpointRequests checkpoints)
            throws InterruptedException {
        Answer answer = null;
        while (answer == null) {
            ProcessorInbox.Received heard = ear.next();
            if (heard instanceof ProcessorInbox.Received.Message message) {
                answer = understand(action, message, patience, checkpoints);
            } else if (heard instanceof ProcessorInbox.Received.TooLong line) {
                answer = new Answer.Failed(tooLong(line));
            } else if (heard instanceof ProcessorInbox.Received.Closed) {
                answer = new Answer.Failed(closedDuring(action));
            } else if (channel.receive(patience) == LineChannel.Received.TIMED_OUT) {
                answer = new Answer.Failed(
                        failure(Cause.TIMED_OUT, "did not answer " + action.wireName() + " in time" + whyNow(), ""));
            }
        }
        return answer;
    }

    /** {@return the end of the action; {@code null} if it goes on} */
    private Answer understand(
            ActionMessage action,
            ProcessorInbox.Received.Message heard,
            Supplier<Deadline> patience,
            CheckpointRequests checkpoints)
            throws InterruptedException {
        if (heard.message() instanceof CheckpointRequest request) {
            Failure unsent = send(checkpoints.answer(action.action(), request, delivered), patience);
            return unsent == null ? null : new Answer.Failed(unsent);
        }
        if (heard.message() instanceof Status status && Objects.equals(status.responseFor(), action.wireName())) {
            return new Answer.Done(status);
        }
        return new Answer.Failed(brokeProtocol(
                "wrong_answer", "answered " + action.wireName() + " with " + describe(heard), heard.line()));
    }

    /** {@return why it could not be sent; {@code null} if it was} */
    private Failure send(ToProcessor message, Supplier<Deadline> deadline) throws InterruptedException {
        Sent sent = channel.send(out -> Encoder.write(message, out), deadline);
        if (sent instanceof Sent.Done) {
            return null;
        }
        if (sent instanceof Sent.TimedOut) {
            return failure(Cause.TIMED_OUT, "did not read " + message.wireName() + " in time" + whyNow(), "");
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

    private String whyNow() {
        String reason = guard.reasonToEnd();
        return reason == null ? "" : " (" + reason + ")";
    }

    private Failure brokeProtocol(String kind, String message, String evidence) {
        monitor.protocolFault(kind);
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
