package io.shardline.processor.child;

import io.shardline.child.ChildFactory;
import io.shardline.child.StopPlan;
import io.shardline.processor.ConnectionEvents;
import io.shardline.processor.ProcessorConnection;
import io.shardline.processor.ProcessorConnector;
import io.shardline.processor.StopUrgency;
import io.shardline.stream.ShardRef;
import io.shardline.transport.WireTracer;
import java.io.IOException;
import java.util.concurrent.Executor;

/**
 * Starts a child process for each connection.
 *
 * @param children starts them; closed by its owner
 * @param stopPlan how a child is stopped
 * @param hurriedStopPlan the same while the daemon stops and has little time
 * @param maxLineBytes the limit of a line of a child's stdout
 * @param tracer records conversations
 * @param threads lends threads; starts a task immediately
 */
public record ChildConnector(
        ChildFactory children,
        StopPlan stopPlan,
        StopPlan hurriedStopPlan,
        int maxLineBytes,
        WireTracer tracer,
        Executor threads)
        implements ProcessorConnector {

    @Override
    public ProcessorConnection connect(ShardRef shard, ConnectionEvents events)
            throws IOException, InterruptedException {
        ChildLines lines = ChildLines.start(children, shard, maxLineBytes, tracer);
        ChildConnection connection = new ChildConnection(this, shard, lines, events);
        connection.listen();
        return connection;
    }

    StopPlan stopPlan(StopUrgency urgency) {
        return switch (urgency) {
            case PATIENT -> stopPlan;
            case HURRIED -> hurriedStopPlan;
        };
    }
}
