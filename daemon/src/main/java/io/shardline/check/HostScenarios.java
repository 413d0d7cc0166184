package io.shardline.check;

import io.shardline.protocol.ToProcessor.ShutdownRequested;
import io.shardline.stream.ShardRef;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What only a host can do wrong: many connections, two for one shard, and how it leaves. */
final class HostScenarios {
    private static final int SHARDS = 8;
    private static final int BATCH = 100;
    /** How long the host may take to close a connection, or to refuse new ones. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    /** The fence of the owner that the host must prefer. */
    private static final long NEWER = 1_000_000;

    private static final String REFUSAL =
            "{\"action\":\"status\",\"responseFor\":\"initialize\",\"error\":\"...\"}, or the connection is closed";

    private final CheckContext context;
    private final HostPeers host;
    private final Findings findings;
    private final Records records;
    private final SimulatedDaemon spare;

    /** Opens the spare connection. */
    HostScenarios(CheckContext context, HostPeers host, Records records) throws IOException, InterruptedException {
        this.context = context;
        this.host = host;
        this.findings = context.findings();
        this.records = records;
        this.spare = context.begin();
    }

    /** Called last: it may end the host. */
    void run() throws IOException, InterruptedException {
        if (!context.isOver()) {
            severalShards();
        }
        if (!context.isOver()) {
            again();
        }
        if (!context.isOver()) {
            fence();
        }
        findings.begin("the spare connection, which has no initialize");
        spare.judgeSilence();
        if (host.program().isPresent() && !context.isOver()) {
            leave(host.program().get());
        }
    }

    /** The last connection is served first: a host that serves one after the other never gets to it. */
    private void severalShards() throws IOException, InterruptedException {
        findings.begin(SHARDS + " shards at the same time");
        List<SimulatedDaemon> daemons = new ArrayList<>();
        boolean all = true;
        for (int i = 0; i < SHARDS && all; i++) {
            SimulatedDaemon daemon = context.begin(new ShardRef(
                    CheckContext.APPLICATION, CheckContext.STREAM, String.format("shardId-%012d", 100 + i)));
            daemons.add(daemon);
            all = daemon.initialize("TRIM_HORIZON") instanceof ActionResult.Answered;
        }
        if (all) {
            for (SimulatedDaemon daemon : daemons) {
                all &= daemon.send(ActionLine.batch(records.words(BATCH))).isEmpty();
            }
            for (int i = SHARDS - 1; i >= 0 && all; i--) {
                all = daemons.get(i).await(Replies.GRANT) instanceof ActionResult.Answered;
            }
        }
        if (all) {
            findings.met(Requirement.P26);
        } else {
            findings.fault(
                    Requirement.P26,
                    "it does not serve " + SHARDS + " connections at the same time",
                    "no status on one of them while the others are open" + spare.lastOutput(),
                    "a handler for each connection, all at the same time");
        }
        for (SimulatedDaemon daemon : daemons) {
            daemon.finish();
        }
    }

    /** A connection ends while its handler works; the next one is for the same shard. */
    private void again() throws IOException, InterruptedException {
        findings.begin("initialize again after a connection that ended during a batch");
        SimulatedDaemon first = context.begin();
        if (first.initialize(records.last()) instanceof ActionResult.Answered) {
            first.ask(ActionLine.batch(records.words(BATCH)), Replies.NONE);
        }
        first.finish();
        SimulatedDaemon second = context.begin();
        if (second.initialize(records.last()) instanceof ActionResult.Answered) {
            findings.met(Requirement.P27);
        }
        second.finish();
    }

    /** Three owners at the same time: the one with the largest fence must win. */
    private void fence() throws IOException, InterruptedException {
        findings.begin("a second connection for the same shard, with a larger fence");
        SimulatedDaemon older = context.begin();
        SimulatedDaemon newer = context.begin(CheckContext.SHARD, NEWER);
        if (older.initialize(records.last()) instanceof ActionResult.Answered
                && newer.initialize(records.last()) instanceof ActionResult.Answered) {
            if (older.awaitEnd(CLOSE_TIMEOUT)) {
                findings.met(Requirement.P28);
            } else {
                findings.warning(
                        Requirement.P28,
                        "it keeps the connection with the smaller fence",
                        "the connection is still open",
                        "it is closed before the status of initialize");
            }
            findings.begin("a third connection for the same shard, with a smaller fence");
            smallerFence(newer);
        }
        older.kill();
        newer.finish();
    }

    private void smallerFence(SimulatedDaemon newer) throws IOException, InterruptedException {
        SimulatedDaemon late = context.begin(CheckContext.SHARD, NEWER - 1);
        ActionResult result = late.tryInitialize(records.last());
        if (result instanceof ActionResult.Answered) {
            findings.warning(
                    Requirement.P28,
                    "it serves the connection with the smaller fence",
                    Excerpt.status("initialize"),
                    REFUSAL);
        } else {
            findings.met(Requirement.P28);
        }
        late.kill();
        if (!(newer.ask(ActionLine.batch(records.words(2)), Replies.GRANT) instanceof ActionResult.Answered)) {
            findings.warning(
                    Requirement.P28,
                    "it no longer serves the connection with the larger fence",
                    "no status",
                    Excerpt.status("processRecords"));
        }
    }

    private void leave(HostProgram program) throws IOException, InterruptedException {
        findings.begin("TERM: the host leaves in order");
        SimulatedDaemon daemon = context.begin();
        if (!(daemon.initialize(records.last()) instanceof ActionResult.Answered)) {
            daemon.finish();
            return;
        }
        program.terminate();
        boolean inOrder = judgeLeaving(
                host.awaitRefusal(CLOSE_TIMEOUT),
                "it still accepts connections",
                "new connections are refused while it leaves");
        inOrder &= judgeLeaving(
                spare.awaitEnd(CLOSE_TIMEOUT),
                "the spare connection is still open",
                "connections without initialize are closed");
        inOrder &= judgeLeaving(
                daemon.ask(ActionLine.batch(records.words(2)), Replies.GRANT) instanceof ActionResult.Answered
                        && daemon.ask(ActionLine.of(new ShutdownRequested()), Replies.GRANT)
                                instanceof ActionResult.Answered,
                "it does not serve the open connections to their end",
                "the daemon ends them");
        daemon.finish();
        Optional<Integer> exit = program.awaitExit(CLOSE_TIMEOUT);
        inOrder &=
                judgeLeaving(exit.isPresent(), "it still runs", "it exits when the daemon has ended all connections");
        inOrder &=
                judgeLeaving(exit.isEmpty() || exit.get() == 0, "it exited with code " + exit.orElse(0), "exit code 0");
        if (inOrder) {
            findings.met(Requirement.P30);
        }
    }

    private boolean judgeLeaving(boolean asExpected, String what, String expected) {
        if (!asExpected) {
            findings.warning(Requirement.P30, what, what + spare.lastOutput(), expected);
        }
        return asExpected;
    }
}
