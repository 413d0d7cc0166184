package io.shardline.processor.child;

import io.shardline.child.Child;
import io.shardline.child.ChildFactory;
import io.shardline.stream.ShardRef;
import io.shardline.transport.LineChannel;
import io.shardline.transport.PolledLineChannel;
import io.shardline.transport.WireTracer;
import java.io.IOException;

/** A running child and the channel over its stdin and stdout. */
public final class ChildLines {
    private final Child child;
    private final PolledLineChannel pipes;
    private final LineChannel channel;

    private ChildLines(Child child, PolledLineChannel pipes, LineChannel channel) {
        this.child = child;
        this.pipes = pipes;
        this.channel = channel;
    }

    /**
     * Starts a child for a shard. Nothing is read before its channel listens.
     *
     * @param maxLineBytes the limit of a line of its stdout
     * @param tracer records the conversation
     * @throws IOException if it cannot be started; the message is for people
     */
    public static ChildLines start(ChildFactory children, ShardRef shard, int maxLineBytes, WireTracer tracer)
            throws IOException, InterruptedException {
        Child child = children.start(shard);
        try {
            PolledLineChannel pipes =
                    PolledLineChannel.overPipes(child.stdin(), child.stdout(), maxLineBytes, child.poller());
            return new ChildLines(child, pipes, tracer.trace(shard, child.pid(), pipes));
        } catch (IOException e) {
            child.kill();
            throw e;
        }
    }

    /** Reads what is left of the output when the child ends, then closes the channel. Called once, after the channel listens. */
    public void closeWhenEnded() {
        child.onEnd(pipes::processEnded, pipes::close);
    }

    /** {@return the process} */
    public Child child() {
        return child;
    }

    /** {@return the channel to it} */
    public LineChannel channel() {
        return channel;
    }
}
