package io.shardline.check;

import java.util.Optional;

/** Closes the stdin of one conversation, and judges how the processor ends it. */
final class ExitCheck {
    private final CheckContext context;
    private final Findings findings;
    private final Peer peer;

    ExitCheck(CheckContext context, Peer peer) {
        this.context = context;
        this.findings = context.findings();
        this.peer = peer;
    }

    /** Judges how the processor ends after its stdin was closed. */
    void judge() throws InterruptedException {
        if (findings.isFaulty(Requirement.P21)) {
            return; // it is known already, and each wait takes long
        }
        Optional<Peer.End> end = awaitEnd();
        if (end.isEmpty()) {
            didNotEnd();
        } else if (end.get().inOrder()) {
            findings.met(Requirement.P21);
        } else {
            findings.warning(
                    Requirement.P21,
                    "when stdin ended, the process " + end.get().description(),
                    end.get().description() + peer.lastOutput(),
                    "exit code 0");
        }
    }

    void didNotEnd() {
        findings.fault(
                Requirement.P21,
                peer.stillThere() + " after stdin has ended",
                peer.stillThere() + " after " + context.settings().exitWait().toMillis() + " ms",
                "it ends");
    }

    /** {@return how it ended; empty if it has not} */
    Optional<Peer.End> awaitEnd() throws InterruptedException {
        return peer.awaitEnd(context.settings().exitWait());
    }

    void closeInput() {
        peer.channel().closeOutput();
    }
}
