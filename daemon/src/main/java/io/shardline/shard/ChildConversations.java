package io.shardline.shard;

import io.shardline.child.ChildFactory;
import io.shardline.child.StopPlan;
import io.shardline.processor.ConnectionEvents;
import io.shardline.processor.ProcessorConnection;
import io.shardline.processor.ProcessorConnector;
import io.shardline.stream.ShardRef;
import io.shardline.transport.WireTracer;
import java.io.IOException;
import java.util.concurrent.Executor;

/** A child per shard, until package {@code processor.child} is there. */
public record ChildConversations(
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
        return Conversation.begin(shard, this, events);
    }
}
