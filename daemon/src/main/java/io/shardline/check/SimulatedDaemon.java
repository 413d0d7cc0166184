package io.shardline.check;

import io.shardline.check.Inbox.Received;
import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.NamedThreads;
import io.shardline.protocol.Action;
import io.shardline.protocol.CheckpointRules.Verdict;
import io.shardline.protocol.Encoder;
import io.shardline.protocol.FromProcessor;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.FromProcessor.Output;
import io.shardline.protocol.FromProcessor.Status;
import io.shardline.protocol.ToProcessor.CheckpointReply;
import io.shardline.protocol.ToProcessor.Initialize;
import io.shardline.stream.ShardRef;
import io.shardline.transport.LineChannel;
import io.shardline.transport.LineChannel.Sent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Plays the daemon to a processor over one connection, and notes what it does wrong.
 *
 * <p>Its exchange is not that of {@code processor.lines}, which ends a connection at the first fault. This one continues
 * after a wrong or unexpected message to find further faults, waits for a late status after it has closed stdin (output
 * that was not flushed), and can leave a checkpoint request without a reply.
 */
final class SimulatedDaemon {
    static final int MAX_LINE_BYTES = 10 * 1024 * 1024;
    /** How long a message that must not come is waited for. */
    private static final Duration UNEXPECTED_WAIT = Duration.ofMillis(50);
    /** How long the last output of a process that has exited may take; long, because the machine may be busy. */
    private static final Duration LAST_OUTPUT_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration MAX_WAIT = Duration.ofDays(1);

    private final CheckContext context;
    private final Findings findings;
    private final Peer peer;
    private final ShardRef shard;
    private final String fence;
    private final LineChannel channel;
    private final ExitCheck exitCheck;
    private final Inbox inbox;
    private final Deque<Received> putBack = new ArrayDeque<>();
    private final LineJudge lineJudge;
    private final CheckpointJudge checkpoints;
    private boolean usable = true;
    private ActionLine action;
    private long began;
    private Deadline deadline;
    private int requested;
    private int granted;

    private SimulatedDaemon(CheckContext context, Peer peer, Inbox inbox, ShardRef shard, String fence) {
        this.context = context;
        this.findings = context.findings();
        this.peer = peer;
        this.shard = shard;
        this.fence = fence;
        this.channel = peer.channel();
        this.inbox = inbox;
        this.exitCheck = new ExitCheck(context, peer);
        this.lineJudge = new LineJudge(findings);
        this.checkpoints = new CheckpointJudge(findings);
    }

    /**
     * Begins to read.
     *
     * @param fence of the lease; only hosts receive it
     */
    static SimulatedDaemon start(CheckContext context, Peer peer, ShardRef shard, String fence) {
        Inbox inbox = new Inbox();
        peer.listen(inbox);
        NamedThreads.start("check-reader", () -> readAll(peer.channel()));
        return new SimulatedDaemon(context, peer, inbox, shard, fence);
    }

    /** On a thread of its own: a wait in the channel that reaches its deadline would close it. */
    private static void readAll(LineChannel channel) {
        try {
            LineChannel.Received received = LineChannel.Received.SOME;
            while (received == LineChannel.Received.SOME) {
                received = channel.receive(Deadline::none);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return whether another action can be sent} */
    boolean isUsable() {
        return usable;
    }

    /** {@return how many checkpoints the processor requested in the last action} */
    int requested() {
        return requested;
    }

    /** {@return how many of those were granted} */
    int granted() {
        return granted;
    }

    /** Sends initialize, which a host must not refuse. */
    ActionResult initialize(String sequenceNumber) throws InterruptedException {
        ActionResult result = tryInitialize(sequenceNumber);
        if (result instanceof ActionResult.Refused refused) {
            findings.fault(
                    Requirement.P27,
                    "it refused the shard: " + refused.reason(),
                    refused.reason() + lastOutput(),
                    Excerpt.status("initialize"));
        }
        return result;
    }

    /** Sends initialize, which a host may refuse. */
    ActionResult tryInitialize(String sequenceNumber) throws InterruptedException {
        return ask(ActionLine.of(new Initialize(shard.shardId(), sequenceNumber, 0, 0, 1, fence)), Replies.GRANT);
    }

    /** Sends an action and waits for its status. */
    ActionResult ask(ActionLine line, Replies replies) throws InterruptedException {
        Optional<ActionResult> failed = send(line);
        return failed.isPresent() ? failed.get() : await(replies);
    }

    /** Sends an action. {@return how it ended if it could not be sent} */
    Optional<ActionResult> send(ActionLine line) throws InterruptedException {
        judgeUnexpected(Duration.ZERO);
        requested = 0;
        granted = 0;
        action = line;
        checkpoints.delivered(line.records());
        deadline = Deadline.after(context.statusTimeout());
        began = System.nanoTime();
        // A broken pipe is not the end: before it there may be lines to judge.
        Sent sent = channel.send(out -> line.writeTo(peer, out), deadline);
        if (sent instanceof Sent.TimedOut) {
            findings.fault(Requirement.P8, "it does not read " + line.action().wireName(), "nothing", "stdin is read");
            return Optional.of(timedOut());
        }
        return Optional.empty();
    }

    /** Waits for the status of the action that was sent. */
    ActionResult await(Replies replies) throws InterruptedException {
        Optional<ActionResult> result = Optional.empty();
        while (result.isEmpty()) {
            Received received = next(deadline.remaining(MAX_WAIT));
            if (received == null) {
                result = Optional.of(noStatus(action.action().wireName()));
            } else if (received instanceof Received.Line line) {
                result = handle(action.action(), line, replies);
            } else {
                result = Optional.of(gone(received));
            }
        }
        return result.get();
    }

    /** Waits until the processor ends the conversation by itself. {@return whether it does} */
    boolean awaitEnd(Duration wait) throws InterruptedException {
        boolean ended = peer.awaitEnd(wait).isPresent();
        usable &= !ended;
        return ended;
    }

    /** Judges a connection without initialize, which must be open and silent. */
    void judgeSilence() throws InterruptedException {
        Received received = next(UNEXPECTED_WAIT);
        if (received == null) {
            findings.met(Requirement.P29);
            return;
        }
        boolean closed = received instanceof Received.Closed;
        findings.fault(
                Requirement.P29,
                closed ? "it closed a connection without initialize" : "it wrote to a connection without initialize",
                received instanceof Received.Line line ? line.shown() : "the connection is closed" + lastOutput(),
                "the connection stays open, and nothing is written");
    }

    /** Ends the conversation immediately. */
    void kill() throws InterruptedException {
        usable = false;
        peer.kill();
    }

    /** Ends the conversation as the daemon does, and judges how the processor ends it. */
    void finish() throws InterruptedException {
        if (usable) {
            judgeUnexpected(UNEXPECTED_WAIT);
            exitCheck.closeInput();
            exitCheck.judge();
            judgeUnexpected(Duration.ZERO);
            usable = false;
        }
        peer.kill();
    }

    /** {@return the end of the action; empty if it continues} */
    private Optional<ActionResult> handle(Action action, Received.Line line, Replies replies)
            throws InterruptedException {
        FromProcessor meaning = lineJudge.judge(line);
        if (meaning instanceof CheckpointRequest request) {
            return reply(action, request, line, replies);
        }
        if (!(meaning instanceof Status status)) {
            return Optional.empty();
        }
        findings.met(Requirement.P2);
        findings.met(Requirement.P22);
        if (action.wireName().equals(status.responseFor())) {
            findings.met(Requirement.P12);
        } else {
            findings.fault(
                    Requirement.P12,
                    "it answered " + action.wireName() + " with a status for " + status.responseFor(),
                    line.shown(),
                    Excerpt.status(action.wireName()));
        }
        if (action == Action.INITIALIZE && refusal(status).isPresent()) {
            usable = false;
            return refusal(status);
        }
        return Optional.of(new ActionResult.Answered(line.nanoTime() - began));
    }

    /** {@return the refusal of a host; empty if it is none, and for a process, which cannot refuse} */
    private Optional<ActionResult> refusal(Status status) {
        return context.host().isEmpty()
                        || status.failure() == null
                        || status.failure().error() == null
                ? Optional.empty()
                : Optional.of(new ActionResult.Refused(status.failure().error()));
    }

    /** {@return the end of the action; empty if it continues} */
    private Optional<ActionResult> reply(Action action, CheckpointRequest request, Received.Line line, Replies replies)
            throws InterruptedException {
        requested++;
        Verdict verdict = checkpoints.judge(Optional.of(action), request, line.shown());
        Optional<String> error = errorOf(verdict);
        if (error.isEmpty() && replies.endOfInput()) {
            exitCheck.closeInput();
            exitCheck.judge();
            usable = false;
            return Optional.of(new ActionResult.InputEnded());
        }
        delayReply(replies.after());
        error = error.or(() -> replies.errorOf(requested));
        if (error.isEmpty()) {
            granted++;
            checkpoints.granted(verdict);
        }
        send(request, error);
        return Optional.empty();
    }

    private static Optional<String> errorOf(Verdict verdict) {
        return verdict instanceof Verdict.Refuse refusal
                ? Optional.of(refusal.error().wireName())
                : Optional.empty();
    }

    private void send(CheckpointRequest request, Optional<String> error) throws InterruptedException {
        CheckpointReply reply = error.map(name -> CheckpointReply.failure(request, name))
                .orElseGet(() -> CheckpointReply.success(request));
        channel.send(out -> Encoder.write(reply, out), Deadline.after(context.statusTimeout()));
    }

    private void delayReply(Duration delay) throws InterruptedException {
        if (delay.isZero()) {
            return;
        }
        Received received = next(delay);
        if (received == null) {
            findings.met(Requirement.P16);
            return;
        }
        putBack.add(received);
        if (received instanceof Received.Line line && !(line.meaning() instanceof Output)) {
            findings.fault(
                    Requirement.P16,
                    "it wrote a message before it had received the checkpoint reply",
                    line.shown(),
                    "the reply is read first: it is the next line");
        }
    }

    /** Judges messages that come between a status and the next action. */
    private void judgeUnexpected(Duration wait) throws InterruptedException {
        Received received = next(wait);
        while (received instanceof Received.Line line) {
            FromProcessor meaning = lineJudge.judge(line);
            if (meaning instanceof CheckpointRequest request) {
                send(request, errorOf(checkpoints.judge(Optional.empty(), request, line.shown())));
            } else if (meaning instanceof Status) {
                findings.fault(
                        Requirement.P12, "it sent a status without an action", line.shown(), "one status per action");
            }
            if (!(meaning instanceof Output)) {
                findings.fault(
                        Requirement.P13,
                        "it sent a message between a status and the next action",
                        line.shown(),
                        "no message until the next action");
            }
            received = next(Duration.ZERO);
        }
        if (received == null) {
            findings.met(Requirement.P13);
        } else {
            putBack.add(received);
        }
    }

    private ActionResult gone(Received received) throws InterruptedException {
        usable = false;
        if (received instanceof Received.TooLong line) {
            findings.fault(
                    Requirement.P5,
                    "a line has more than " + line.length() + " bytes without an end",
                    Excerpt.line(line.head()),
                    "at most " + MAX_LINE_BYTES + " bytes per line");
        }
        return new ActionResult.Gone(peer.describeOwnEnd());
    }

    /** The status may be in a buffer of the processor, which is written when it exits: closes stdin to find out. */
    private ActionResult noStatus(String action) throws InterruptedException {
        exitCheck.closeInput();
        boolean known = findings.isFaulty(Requirement.P21);
        boolean ended = !known && exitCheck.awaitEnd().isPresent();
        boolean late = false;
        // If it has exited, its last output is on its way, and after it the end of the pipe.
        Duration wait = ended ? LAST_OUTPUT_TIMEOUT : UNEXPECTED_WAIT;
        for (Received received = next(wait);
                received instanceof Received.Line line && !late;
                received = next(Duration.ZERO)) {
            late = !(line.meaning() instanceof Output);
            if (late) {
                findings.fault(
                        Requirement.P2,
                        "the status of " + action + " came only when stdin was closed",
                        line.shown(),
                        "output is flushed after each message (and input is read line by line)");
            }
        }
        if (!late) {
            findings.fault(
                    Requirement.P12,
                    "it did not answer " + action + " within "
                            + context.statusTimeout().toMillis() + " ms",
                    "nothing" + lastOutput(),
                    Excerpt.status(action));
        }
        if (!ended && !known) {
            exitCheck.didNotEnd();
        }
        return timedOut();
    }

    private ActionResult timedOut() {
        usable = false;
        context.timedOut();
        return new ActionResult.TimedOut();
    }

    /** {@return the last lines of stderr, for a finding} */
    String lastOutput() {
        return peer.lastOutput();
    }

    private Received next(Duration wait) throws InterruptedException {
        return putBack.isEmpty() ? inbox.next(wait.toNanos()) : putBack.removeFirst();
    }
}
