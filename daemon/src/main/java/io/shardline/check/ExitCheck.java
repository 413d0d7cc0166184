package io.shardline.check;

import io.shardline.child.Child;
import io.shardline.child.ChildExit;
import io.shardline.concurrent.Deadline;
import io.shardline.processor.child.ChildLines;
import io.shardline.transport.LineChannel;

/** Closes the stdin of one process, and judges how it exits. */
final class ExitCheck {
    private final CheckContext context;
    private final Findings findings;
    private final Child child;
    private final LineChannel channel;

    ExitCheck(CheckContext context, ChildLines lines) {
        this.context = context;
        this.findings = context.findings();
        this.child = lines.child();
        this.channel = lines.channel();
    }

    /** Judges how the process exits after its stdin was closed. */
    void judge() throws InterruptedException {
        if (findings.isFaulty(Requirement.P21)) {
            return; // it is known already, and each wait takes long
        }
        ChildExit exit = awaitExit();
        if (exit == null) {
            didNotExit();
        } else if (exit instanceof ChildExit.Exited exited && exited.code() == 0) {
            findings.met(Requirement.P21);
        } else {
            findings.warning(
                    Requirement.P21,
                    "when stdin ended, the process " + exit.describe(),
                    exit.describe() + Excerpt.stderr(child.log().tail()),
                    "exit code 0");
        }
    }

    void didNotExit() {
        findings.fault(
                Requirement.P21,
                "it still runs after stdin has ended",
                "running after " + context.settings().exitWait().toMillis() + " ms",
                "it exits");
    }

    /** {@return how it exited; {@code null} if it still runs} */
    ChildExit awaitExit() throws InterruptedException {
        Deadline deadline = Deadline.after(context.settings().exitWait());
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
