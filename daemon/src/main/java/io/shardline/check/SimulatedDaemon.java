package io.shardline.check;

import io.shardline.check.Inbox.Heard;
import io.shardline.child.Child;
import io.shardline.child.ChildExit;
import io.shardline.child.ChildFactory;
import io.shardline.child.StopPlan;
import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.NamedThreads;
import io.shardline.processor.child.ChildLines;
import io.shardline.protocol.Action;
import io.shardline.protocol.CheckpointRules.Verdict;
import io.shardline.protocol.Encoder;
import io.shardline.protocol.FromProcessor;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.FromProcessor.Output;
import io.shardline.protocol.FromProcessor.Status;
import io.shardline.protocol.ToProcessor.CheckpointReply;
import io.shardline.protocol.ToProcessor.Initialize;
import io.shardline.transport.LineChannel;
import io.shardline.transport.LineChannel.Sent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Plays the daemon to one process, and notes what it does wrong. */
final class SimulatedDaemon {
    private static final int MAX_LINE_BYTES = 10 * 1024 * 1024;
    private static final Duration MOMENT = Duration.ofMillis(50);
    /** For a busy machine; it is over as soon as there is something to hear. */
    private static final Duration A_WHILE = Duration.ofSeconds(5);

    private static final Duration FOREVER = Duration.ofDays(1);

    private final CheckContext stage;
    private final Findings findings;
    private final Child child;
    private final LineChannel channel;
    private final ExitCheck exitCheck;
    private final Inbox inbox;
    private final Deque<Heard> early = new ArrayDeque<>();
    private final LineJudge lineJudge;
    private final CheckpointJudge checkpoints;
    private boolean usable = true;
    private int asked;
    private int granted;

    private SimulatedDaemon(CheckContext stage, ChildLines lines, Inbox inbox) {
        this.stage = stage;
        this.findings = stage.findings();
        this.child = lines.child();
        this.channel = lines.channel();
        this.inbox = inbox;
        this.exitCheck = new ExitCheck(stage, lines);
        this.lineJudge = new LineJudge(findings);
        this.checkpoints = new CheckpointJudge(findings);
    }

    static SimulatedDaemon start(CheckContext stage, ChildFactory children) throws IOException, InterruptedException {
        ChildLines lines = ChildLines.start(
                children, CheckContext.SHARD, MAX_LINE_BYTES, stage.settings().tracer());
        Inbox inbox = new Inbox();
        lines.channel().listen(inbox);
        lines.closeWhenEnded();
        NamedThreads.start("check-reader", () -> readAll(lines.channel()));
        return new SimulatedDaemon(stage, lines, inbox);
    }

    /** A reader of its own: the check waits for lines that need not come, and continues when they do not. */
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

    /** {@return whether it may be asked on} */
    boolean isUsable() {
        return usable;
    }

    /** {@return how many checkpoints it asked for in the last action} */
    int asked() {
        return asked;
    }

    /** {@return how many of those were granted} */
    int granted() {
        return granted;
    }

    Outcome initialize(String sequenceNumber) throws InterruptedException {
        return ask(ActionLine.of(new Initialize(CheckContext.SHARD.shardId(), sequenceNumber, 0)), Replies.GRANT);
    }

    /** Sends an action and sees it through. */
    Outcome ask(ActionLine action, Replies replies) throws InterruptedException {
        unasked(Duration.ZERO);
        asked = 0;
        granted = 0;
        checkpoints.delivered(action.records());
        Deadline deadline = Deadline.after(stage.patience());
        long begin = System.nanoTime();
        Sent sent = channel.send(action.line(), deadline);
        if (sent instanceof Sent.TimedOut) {
            findings.fault(
                    Requirement.P8, "it does not read " + action.action().wireName(), "nothing", "stdin is read");
            return silent();
        }
        // A pipe that is broken has mostly something to say before.
        Outcome outcome = null;
        while (outcome == null) {
            Heard heard = next(deadline.remaining(FOREVER));
            if (heard == null) {
                outcome = noAnswer(action.action().wireName());
            } else if (heard instanceof Heard.Line line) {
                outcome = understand(action.action(), line, begin, replies);
            } else {
                outcome = gone(heard);
            }
        }
        return outcome;
    }

    /** Ends the process as the daemon does, and judges how it ends. */
    void finish() throws InterruptedException {
        if (usable) {
            unasked(MOMENT);
            exitCheck.closeInput();
            exitCheck.judge();
            unasked(Duration.ZERO);
            usable = false;
        }
        child.stop(StopPlan.AT_ONCE);
    }

    private Outcome understand(Action action, Heard.Line line, long begin, Replies replies)
            throws InterruptedException {
        FromProcessor meaning = lineJudge.judge(line);
        if (meaning instanceof CheckpointRequest request) {
            return reply(action, request, line, replies);
        }
        if (!(meaning instanceof Status status)) {
            return null;
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
        return new Outcome.Answered(line.nanoTime() - begin);
    }

    /** {@return the end of the action; {@code null} if it goes on} */
    private Outcome reply(Action action, CheckpointRequest request, Heard.Line line, Replies replies)
            throws InterruptedException {
        asked++;
        Verdict verdict = checkpoints.judge(Optional.of(action), request, line.shown());
        String error = errorOf(verdict);
        if (error == null && replies.endOfInput()) {
            exitCheck.closeInput();
            exitCheck.judge();
            usable = false;
            return new Outcome.InputEnded();
        }
        waitForReply(replies.after());
        if (error == null) {
            error = replies.errorOf(asked);
        }
        if (error == null) {
            granted++;
            checkpoints.granted(verdict);
        }
        send(request, error);
        return null;
    }

    private static String errorOf(Verdict verdict) {
        return verdict instanceof Verdict.Refuse refusal ? refusal.error().wireName() : null;
    }

    private void send(CheckpointRequest request, String error) throws InterruptedException {
        CheckpointReply reply = new CheckpointReply(request.sequenceNumber(), request.subSequenceNumber(), error);
        channel.send(out -> Encoder.write(reply, out), Deadline.after(stage.patience()));
    }

    private void waitForReply(Duration wait) throws InterruptedException {
        if (wait.isZero()) {
            return;
        }
        Heard heard = next(wait);
        if (heard == null) {
            findings.met(Requirement.P16);
            return;
        }
        early.add(heard);
        if (heard instanceof Heard.Line line && !(line.meaning() instanceof Output)) {
            findings.fault(
                    Requirement.P16,
                    "it wrote a message before it had the reply to its checkpoint",
                    line.shown(),
                    "it reads the reply first: it is the next line");
        }
    }

    /** Messages that nobody has asked for. */
    private void unasked(Duration wait) throws InterruptedException {
        Heard heard = next(wait);
        while (heard instanceof Heard.Line line) {
            FromProcessor meaning = lineJudge.judge(line);
            if (meaning instanceof CheckpointRequest request) {
                send(request, errorOf(checkpoints.judge(Optional.empty(), request, line.shown())));
            } else if (meaning instanceof Status) {
                findings.fault(
                        Requirement.P12,
                        "a status came that nobody had asked for",
                        line.shown(),
                        "one status an action");
            }
            if (!(meaning instanceof Output)) {
                findings.fault(
                        Requirement.P13,
                        "a message came that nobody had asked for",
                        line.shown(),
                        "nothing until the next action");
            }
            heard = next(Duration.ZERO);
        }
        if (heard == null) {
            findings.met(Requirement.P13);
        } else {
            early.add(heard);
        }
    }

    private Outcome gone(Heard heard) throws InterruptedException {
        usable = false;
        if (heard instanceof Heard.TooLong line) {
            findings.fault(
                    Requirement.P5,
                    "a line has more than " + line.length() + " bytes without an end",
                    Excerpt.line(line.head()),
                    "at most " + MAX_LINE_BYTES + " bytes a line");
        }
        return new Outcome.Gone(child.awaitOwnEnd());
    }

    /** It may be that it has answered, but into a buffer: that comes out when the process ends. */
    private Outcome noAnswer(String action) throws InterruptedException {
        exitCheck.closeInput();
        boolean known = findings.isFaulty(Requirement.P21);
        ChildExit exit = known ? null : exitCheck.awaitEnd();
        boolean late = false;
        // Where it has ended, what it left in the pipe is on its way, and the end of the pipe behind it.
        Duration wait = exit == null ? MOMENT : A_WHILE;
        for (Heard heard = next(wait); heard instanceof Heard.Line line && !late; heard = next(Duration.ZERO)) {
            late = !(line.meaning() instanceof Output);
            if (late) {
                findings.fault(
                        Requirement.P2,
                        "the answer to " + action + " came only when stdin was closed",
                        line.shown(),
                        "output is flushed after each message (and input is read by the line)");
            }
        }
        if (!late) {
            findings.fault(
                    Requirement.P12,
                    "it did not answer " + action + " within "
                            + stage.patience().toMillis() + " ms",
                    "nothing" + Excerpt.stderr(child.log().tail()),
                    Excerpt.status(action));
        }
        if (exit == null && !known) {
            exitCheck.didNotExit();
        }
        return silent();
    }

    private Outcome silent() {
        usable = false;
        stage.wasSilent();
        return new Outcome.Silent();
    }

    /** {@return the last words of the process, for a finding} */
    String stderrTail() {
        return Excerpt.stderr(child.log().tail());
    }

    private Heard next(Duration wait) throws InterruptedException {
        return early.isEmpty() ? inbox.next(wait.toNanos()) : early.removeFirst();
    }
}
