package io.shardline.check;

import io.shardline.protocol.CheckpointError;
import io.shardline.protocol.DataRecord;
import io.shardline.protocol.ToProcessor.LeaseLost;
import io.shardline.protocol.ToProcessor.ShardEnded;
import io.shardline.protocol.ToProcessor.ShutdownRequested;
import java.io.IOException;
import java.util.List;

/** The ways in which a conversation can end, and checkpoints that fail. Each has a process of its own. */
final class EndScenarios {
    private static final List<CheckpointError> ERRORS = List.of(
            CheckpointError.SHUTDOWN,
            CheckpointError.INVALID_STATE,
            CheckpointError.DEPENDENCY,
            CheckpointError.ILLEGAL_ARGUMENT);
    private static final int BATCH = 1000;
    private static final int MAX_REFUSALS = 3;

    private final CheckContext context;
    private final Findings findings;
    private final Records records;

    EndScenarios(CheckContext context, Records records) {
        this.context = context;
        this.findings = context.findings();
        this.records = records;
    }

    void run() throws IOException, InterruptedException {
        inConversation("shardEnded", this::shardEnded);
        inConversation("shutdownRequested, then leaseLost", this::shutdown);
        inConversation("redelivered records, to a new process", this::redelivery);
        inConversation("a slow checkpoint reply", daemon -> withCheckpoint(daemon, Replies.SLOW));
        inConversation("a checkpoint that is throttled twice", this::throttled);
        for (CheckpointError error : ERRORS) {
            inConversation("a checkpoint that fails with " + error.wireName(), daemon -> failing(daemon, error));
        }
        inConversation(
                "the end of stdin instead of a checkpoint reply", daemon -> withCheckpoint(daemon, Replies.NONE));
        if (!context.isOver()) {
            findings.begin("the end of stdin before initialize");
            context.begin().finish();
        }
    }

    private interface Scenario {
        void run(SimulatedDaemon daemon) throws IOException, InterruptedException;
    }

    private void inConversation(String what, Scenario scenario) throws IOException, InterruptedException {
        if (context.isOver()) {
            return;
        }
        findings.begin(what);
        SimulatedDaemon daemon = context.begin();
        if (daemon.initialize(records.last()) instanceof ActionResult.Answered) {
            scenario.run(daemon);
        }
        daemon.finish();
    }

    private void shardEnded(SimulatedDaemon daemon) throws InterruptedException {
        survives(daemon, ActionLine.batch(records.words(2)));
        ActionResult result = daemon.isUsable() ? end(daemon, Replies.GRANT) : new ActionResult.TimedOut();
        if (result instanceof ActionResult.Answered && daemon.granted() > 0) {
            findings.met(Requirement.P19);
        } else if (result instanceof ActionResult.Answered) {
            findings.fault(
                    Requirement.P19,
                    "it answered shardEnded without a checkpoint",
                    Excerpt.status("shardEnded"),
                    "{\"action\":\"checkpoint\",\"sequenceNumber\":null} first: otherwise the child shards are never read");
        } else {
            judgeSurvival(daemon, result, "shardEnded");
        }
    }

    private void shutdown(SimulatedDaemon daemon) throws InterruptedException {
        survives(daemon, ActionLine.batch(records.words(2)));
        survives(daemon, ActionLine.of(new ShutdownRequested()));
        survives(daemon, ActionLine.of(new LeaseLost()));
    }

    private void redelivery(SimulatedDaemon daemon) throws IOException, InterruptedException {
        List<DataRecord> batch = records.words(2);
        survives(daemon, ActionLine.batch(batch));
        daemon.finish();
        SimulatedDaemon next = context.begin();
        if (next.initialize("TRIM_HORIZON") instanceof ActionResult.Answered) {
            ActionResult result = next.ask(ActionLine.batch(batch), Replies.GRANT);
            if (result instanceof ActionResult.Answered) {
                findings.met(Requirement.P23);
            } else if (result instanceof ActionResult.Gone gone) {
                findings.fault(
                        Requirement.P23,
                        "it did not survive redelivered records",
                        "it " + gone.describe() + next.lastOutput(),
                        Excerpt.status("processRecords"));
            }
        }
        next.finish();
    }

    private void throttled(SimulatedDaemon daemon) throws InterruptedException {
        ActionResult result = withCheckpoint(daemon, Replies.first(2, CheckpointError.THROTTLING));
        if (daemon.requested() == 0) {
            return;
        }
        judgeAfterError(result, CheckpointError.THROTTLING);
        if (daemon.granted() > 0) {
            findings.met(Requirement.P18);
        } else {
            findings.warning(
                    Requirement.P18,
                    "it did not repeat a checkpoint request that was throttled twice",
                    daemon.requested() + " requests",
                    "a third request after a pause");
        }
    }

    private void failing(SimulatedDaemon daemon, CheckpointError error) throws InterruptedException {
        ActionResult result = withCheckpoint(daemon, Replies.first(MAX_REFUSALS, error));
        if (daemon.requested() > 0) {
            judgeAfterError(result, error);
        }
        if (daemon.isUsable()) {
            survives(daemon, ActionLine.of(new LeaseLost()));
        }
    }

    /** A process that cannot continue may exit: the daemon starts a new one at the last checkpoint. */
    private void judgeAfterError(ActionResult result, CheckpointError error) {
        if (result instanceof ActionResult.TimedOut) {
            findings.fault(
                    Requirement.P17,
                    "it neither answered nor exited after " + error.wireName(),
                    "nothing",
                    "a status, another request, or an exit");
        } else {
            findings.met(Requirement.P17);
        }
    }

    /** Makes it request a checkpoint: in a batch, or else at the end of the shard. {@return the result of that action} */
    private ActionResult withCheckpoint(SimulatedDaemon daemon, Replies replies) throws InterruptedException {
        ActionResult result = daemon.ask(ActionLine.batch(records.words(BATCH)), replies);
        if (result instanceof ActionResult.Answered && daemon.requested() == 0) {
            return end(daemon, replies);
        }
        return result;
    }

    private static ActionResult end(SimulatedDaemon daemon, Replies replies) throws InterruptedException {
        return daemon.ask(ActionLine.of(new ShardEnded()), replies);
    }

    private void survives(SimulatedDaemon daemon, ActionLine action) throws InterruptedException {
        if (daemon.isUsable()) {
            judgeSurvival(
                    daemon, daemon.ask(action, Replies.GRANT), action.action().wireName());
        }
    }

    private void judgeSurvival(SimulatedDaemon daemon, ActionResult result, String action) {
        if (result instanceof ActionResult.Gone gone) {
            findings.fault(
                    Requirement.P22,
                    "it " + gone.describe() + " before it had answered " + action,
                    "it " + gone.describe() + daemon.lastOutput(),
                    Excerpt.status(action));
        }
    }
}
