package io.shardline.processor.child;

import io.shardline.child.Child;
import io.shardline.child.ChildExit;
import io.shardline.failure.Failure;
import io.shardline.failure.Failure.Cause;
import io.shardline.processor.ConnectionEvents;
import io.shardline.processor.Outcome;
import io.shardline.processor.ProcessorConnection;
import io.shardline.processor.StatusDeadline;
import io.shardline.processor.StopUrgency;
import io.shardline.processor.lines.LineExchange;
import io.shardline.processor.lines.LinePeer;
import io.shardline.protocol.Action;
import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.stream.ShardRef;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The connection to one child: lines on its stdin and stdout. */
final class ChildConnection implements ProcessorConnection {
    private final ChildConnector settings;
    private final ChildLines lines;
    private final Child child;
    private final LineExchange exchange;

    ChildConnection(ChildConnector settings, ShardRef shard, ChildLines lines, ConnectionEvents events) {
        this.settings = settings;
        this.lines = lines;
        this.child = lines.child();
        this.exchange = new LineExchange(shard, lines.channel(), new ChildPeer(child), events, settings.threads());
    }

    /** Begins to read. Called once. */
    void listen() {
        exchange.listen();
        lines.closeWhenEnded();
    }

    @Override
    public String id() {
        return "pid " + child.pid();
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.of(child.pid());
    }

    @Override
    public Optional<Failure> faultWhileIdle() throws InterruptedException {
        return exchange.faultWhileIdle();
    }

    @Override
    public Outcome ask(ActionMessage message, StatusDeadline deadline) throws InterruptedException {
        if (message.action() == Action.PROCESS_RECORDS) {
            child.log().watch();
        }
        return exchange.ask(message, deadline);
    }

    @Override
    public Optional<String> printedFailure() {
        return child.printedFailure();
    }

    @Override
    public void stop(StopUrgency urgency) throws InterruptedException {
        lines.channel().closeOutput();
        child.stop(settings.stopPlan(urgency));
    }

    @Override
    public void kill() {
        child.kill();
    }

    /** The child as its lines see it. */
    private record ChildPeer(Child child) implements LinePeer {
        @Override
        public void printed(String text) {
            child.log().stdout(text);
        }

        @Override
        public Disconnection disconnection() throws InterruptedException {
            ChildExit exit = child.awaitOwnEnd();
            if (exit == null) {
                return new Disconnection(Cause.CLOSED_PIPE, "closed its pipe");
            }
            Cause cause = exit instanceof ChildExit.Killed ? Cause.KILLED : Cause.EXITED;
            return new Disconnection(cause, exit.describe());
        }

        @Override
        public List<String> lastOutput() {
            return child.log().tail();
        }
    }
}
