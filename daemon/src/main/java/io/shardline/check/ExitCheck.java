package io.shardline.check;

import io.shardline.child.Child;
import io.shardline.child.ChildExit;
import io.shardline.concurrent.Deadline;
import io.shardline.processor.child.ChildLines;
import io.shardline.transport.LineChannel;

/** The end of one process: closes its stdin and judges what it does then. */
final class ExitCheck {
    private final CheckContext stage;
    private final Findings findings;
    private final Child child;
    private final LineChannel channel;

    ExitCheck(CheckContext stage, ChildLines lines) {
        this.stage = stage;
        this.findings = stage.findings();
        this.child = lines.child();
        this.channel = lines.channel();
    }

    /** Judges how the process ends, now that its stdin has. */
    void judge() throws InterruptedException {
        if (findings.isFaulty(Requirement.P21)) {
            return; // found out already; each more would cost a wait
        }
        ChildExit exit = awaitEnd();
        if (exit == null) {
            didNotExit();
        } else if (exit instanceof ChildExit.Exited exited && exited.code() == 0) {
            findings.met(Requirement.P21);
        } else {
            findings.warning(
                    Requirement.P21,
                    "when stdin ended the process " + exit.describe(),
                    exit.describe() + Excerpt.stderr(child.log().tail()),
                    "exit code 0");
        }
    }

    void didNotExit() {
        findings.fault(
                Requirement.P21,
                "it still runs after stdin has ended",
                "running after " + stage.settings().exitWait().toMillis() + " ms",
                "it exits");
    }

    /** {@return how it ended; {@code null} if it still runs} */
    ChildExit awaitEnd() throws InterruptedException {
        Deadline deadline = Deadline.after(stage.settings().exitWait());
        ChildExit exit = child.awaitOwnEnd();
        while (exit == null && !deadline.expired()) {
            exit = child.awaitOwnEnd();
        }
        return exit;
    }

    void closeInput() {
        channel.closeOutput();
    }
}
