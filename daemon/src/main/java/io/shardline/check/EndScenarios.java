package io.shardline.check;

import io.shardline.protocol.CheckpointError;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.ToProcessor.LeaseLost;
import io.shardline.protocol.ToProcessor.ShardEnded;
import io.shardline.protocol.ToProcessor.ShutdownRequested;
import java.io.IOException;
import java.util.List;

/** The ways in which a conversation ends, and the checkpoints that fail. Each in a process of its own. */
final class EndScenarios {
    private static final List<CheckpointError> ERRORS = List.of(
            CheckpointError.SHUTDOWN,
            CheckpointError.INVALID_STATE,
            CheckpointError.DEPENDENCY,
            CheckpointError.ILLEGAL_ARGUMENT);
    private static final int SOME = 1000;
    private static final int MAX_REFUSALS = 3;

    private final CheckContext stage;
    private final Findings findings;
    private final Records records;

    EndScenarios(CheckContext stage, Records records) {
        this.stage = stage;
        this.findings = stage.findings();
        this.records = records;
    }

    void play() throws IOException, InterruptedException {
        inConversation("shardEnded", this::shardEnded);
        inConversation("shutdownRequested, then leaseLost", this::shutdown);
        inConversation("records that came before, to a new process", this::redelivery);
        inConversation("a checkpoint's reply that takes its time", player -> withCheckpoint(player, Replies.SLOW));
        inConversation("a checkpoint that is throttled twice", this::throttled);
        for (CheckpointError error : ERRORS) {
            inConversation("a checkpoint that fails with " + error.wireName(), player -> failing(player, error));
        }
        inConversation(
                "the end of stdin instead of a checkpoint's reply", player -> withCheckpoint(player, Replies.NONE));
        if (!stage.isOver()) {
            findings.trying("the end of stdin before initialize");
            stage.begin().finish();
        }
    }

    private interface Part {
        void play(SimulatedDaemon player) throws IOException, InterruptedException;
    }

    private void inConversation(String what, Part part) throws IOException, InterruptedException {
        if (stage.isOver()) {
            return;
        }
        findings.trying(what);
        SimulatedDaemon player = stage.begin();
        if (player.initialize(records.last()) instanceof Outcome.Answered) {
            part.play(player);
        }
        player.finish();
    }

    private void shardEnded(SimulatedDaemon player) throws InterruptedException {
        survives(player, ActionLine.batch(records.words(2)));
        Outcome outcome = player.isUsable() ? end(player, Replies.GRANT) : new Outcome.Silent();
        if (outcome instanceof Outcome.Answered && player.granted() > 0) {
            findings.met(Requirement.P19);
        } else if (outcome instanceof Outcome.Answered) {
            findings.fault(
                    Requirement.P19,
                    "it answered shardEnded without a checkpoint",
                    Excerpt.status("shardEnded"),
                    "{\"action\":\"checkpoint\",\"sequenceNumber\":null} first: else the shards that follow never begin");
        } else {
            diedOf(player, outcome, "shardEnded");
        }
    }

    private void shutdown(SimulatedDaemon player) throws InterruptedException {
        survives(player, ActionLine.batch(records.words(2)));
        survives(player, ActionLine.of(new ShutdownRequested()));
        survives(player, ActionLine.of(new LeaseLost()));
    }

    private void redelivery(SimulatedDaemon player) throws IOException, InterruptedException {
        List<DataRecord> batch = records.words(2);
        survives(player, ActionLine.batch(batch));
        player.finish();
        SimulatedDaemon next = stage.begin();
        if (next.initialize("TRIM_HORIZON") instanceof Outcome.Answered) {
            Outcome outcome = next.ask(ActionLine.batch(batch), Replies.GRANT);
            if (outcome instanceof Outcome.Answered) {
                findings.met(Requirement.P23);
            } else if (outcome instanceof Outcome.Gone gone) {
                findings.fault(
                        Requirement.P23,
                        "it did not survive records that it has had before",
                        "it " + gone.describe() + next.stderrTail(),
                        Excerpt.status("processRecords"));
            }
        }
        next.finish();
    }

    private void throttled(SimulatedDaemon player) throws InterruptedException {
        Outcome outcome = withCheckpoint(player, Replies.first(2, CheckpointError.THROTTLING));
        if (player.asked() == 0) {
            return;
        }
        judgeGoingOn(outcome, CheckpointError.THROTTLING);
        if (player.granted() > 0) {
            findings.met(Requirement.P18);
        } else {
            findings.warning(
                    Requirement.P18,
                    "it did not ask again for a checkpoint that was throttled twice",
                    player.asked() + " requests",
                    "a third request after a pause");
        }
    }

    private void failing(SimulatedDaemon player, CheckpointError error) throws InterruptedException {
        Outcome outcome = withCheckpoint(player, Replies.first(MAX_REFUSALS, error));
        if (player.asked() > 0) {
            judgeGoingOn(outcome, error);
        }
        if (player.isUsable()) {
            survives(player, ActionLine.of(new LeaseLost()));
        }
    }

    /** To end is one way to say that it cannot go on: the daemon starts a new process at the last checkpoint. */
    private void judgeGoingOn(Outcome outcome, CheckpointError error) {
        if (outcome instanceof Outcome.Silent) {
            findings.fault(
                    Requirement.P17,
                    "it neither answered nor exited after " + error.wireName(),
                    "nothing",
                    "a status, another request, or the end of the process");
        } else {
            findings.met(Requirement.P17);
        }
    }

    /** Has it ask for a checkpoint: in a batch, else at the end of the shard. {@return the outcome of that action} */
    private Outcome withCheckpoint(SimulatedDaemon player, Replies replies) throws InterruptedException {
        Outcome outcome = player.ask(ActionLine.batch(records.words(SOME)), replies);
        if (outcome instanceof Outcome.Answered && player.asked() == 0) {
            return end(player, replies);
        }
        return outcome;
    }

    private static Outcome end(SimulatedDaemon player, Replies replies) throws InterruptedException {
        return player.ask(ActionLine.of(new ShardEnded()), replies);
    }

    private void survives(SimulatedDaemon player, ActionLine action) throws InterruptedException {
        if (player.isUsable()) {
            diedOf(player, player.ask(action, Replies.GRANT), action.action().wireName());
        }
    }

    private void diedOf(SimulatedDaemon player, Outcome outcome, String action) {
        if (outcome instanceof Outcome.Gone gone) {
            findings.fault(
                    Requirement.P22,
                    "it " + gone.describe() + " before it had answered " + action,
                    "it " + gone.describe() + player.stderrTail(),
                    Excerpt.status(action));
        }
    }
}
