package io.shardline.check;

import io.shardline.child.Child;
import io.shardline.child.ChildExit;
import io.shardline.child.ChildFactory;
import io.shardline.child.StopPlan;
import io.shardline.concurrent.Deadline;
import io.shardline.config.processor.ProcessLaunchSettings;
import io.shardline.processor.child.ChildLines;
import io.shardline.protocol.Encoder;
import io.shardline.protocol.ToProcessor.ActionMessage;
import io.shardline.stream.ShardRef;
import io.shardline.transport.LineChannel;
import io.shardline.transport.WireTracer;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Starts a process for each conversation. Closing it kills those that still run. */
final class ProcessPeers implements Peers {
    private final ChildFactory children;
    private final WireTracer tracer;

    ProcessPeers(List<String> command, WireTracer tracer, Executor threads) {
        this.children = new ChildFactory(command, ProcessLaunchSettings.INHERITED, Optional.empty(), threads);
        this.tracer = tracer;
    }

    @Override
    public Peer open(ShardRef shard) throws IOException, InterruptedException {
        return new ProcessPeer(ChildLines.start(children, shard, SimulatedDaemon.MAX_LINE_BYTES, tracer));
    }

    @Override
    public void close() {
        children.close();
    }

    private record ProcessPeer(ChildLines lines) implements Peer {

        @Override
        public LineChannel channel() {
            return lines.channel();
        }

        @Override
        public void listen(LineChannel.Receiver receiver) {
            lines.channel().listen(receiver);
            lines.closeWhenEnded();
        }

        @Override
        public void write(ActionMessage message, OutputStream out) throws IOException {
            Encoder.write(message, out);
        }

        private Child child() {
            return lines.child();
        }

        @Override
        public String describeOwnEnd() throws InterruptedException {
            ChildExit exit = child().awaitOwnEnd();
            return exit == null ? "closed its stdout" : exit.describe();
        }

        @Override
        public Optional<End> awaitEnd(Duration wait) throws InterruptedException {
            Deadline deadline = Deadline.after(wait);
            ChildExit exit = child().awaitOwnEnd();
            while (exit == null && !deadline.expired()) {
                exit = child().awaitOwnEnd();
            }
            return Optional.ofNullable(exit).map(ProcessPeer::end);
        }

        private static End end(ChildExit exit) {
            return new End(exit instanceof ChildExit.Exited exited && exited.code() == 0, exit.describe());
        }

        @Override
        public String stillThere() {
            return "the process still runs";
        }

        @Override
        public String lastOutput() {
            return Excerpt.output(child().log().tail());
        }

        @Override
        public void kill() throws InterruptedException {
            child().stop(StopPlan.KILL);
        }
    }
}
