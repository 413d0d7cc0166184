package io.shardline.check;

import io.shardline.protocol.Action;
import io.shardline.protocol.CheckpointError;
import io.shardline.protocol.CheckpointRules;
import io.shardline.protocol.CheckpointRules.Verdict;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.FromProcessor.CheckpointRequest;
import io.shardline.protocol.Position;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Judges the checkpoints that one process asks for, and remembers which were granted. */
final class CheckpointJudge {
    private final Findings findings;
    private final Set<Position> positions = new HashSet<>();
    private Position last;
    private Position durable;

    CheckpointJudge(Findings findings) {
        this.findings = findings;
    }

    /** The records are about to be sent. */
    void delivered(List<DataRecord> records) {
        for (DataRecord record : records) {
            positions.add(record.position());
            last = record.position();
        }
    }

    /**
     * Judges a request as the daemon does.
     *
     * @param during the action that the processor works on; empty if there is none
     * @param shown the request's line for people
     */
    Verdict judge(Optional<Action> during, CheckpointRequest request, String shown) {
        Verdict verdict = CheckpointRules.judge(during.orElse(null), request, last, durable);
        boolean inTime =
                !(verdict instanceof Verdict.Refuse refusal) || refusal.error() != CheckpointError.INVALID_STATE;
        if (inTime) {
            findings.met(Requirement.P14);
            judgePosition(verdict, shown);
        } else {
            findings.fault(
                    Requirement.P14,
                    during.map(action -> "it asked for a checkpoint in " + action.wireName())
                            .orElse("it asked for a checkpoint while it was idle"),
                    shown,
                    "no request there, for example "
                            + Excerpt.status(during.map(Action::wireName).orElse("...")));
        }
        return verdict;
    }

    private void judgePosition(Verdict verdict, String shown) {
        if (verdict instanceof Verdict.Refuse refusal) {
            findings.fault(
                    Requirement.P15,
                    refusal.reason(),
                    shown,
                    "null, or the sequenceNumber and subSequenceNumber of a record, at most of the last one: " + last);
            return;
        }
        if (verdict instanceof Verdict.WriteAt write && !positions.contains(write.position())) {
            findings.warning(
                    Requirement.P15,
                    "no record has this position",
                    write.position().toString(),
                    "the position of a record");
        }
        findings.met(Requirement.P15);
    }

    /** The reply to the request was a success. */
    void granted(Verdict verdict) {
        if (verdict instanceof Verdict.WriteAt write) {
            durable = write.position();
        } else if (verdict instanceof Verdict.WriteShardEnd) {
            durable = last;
        }
    }
}
