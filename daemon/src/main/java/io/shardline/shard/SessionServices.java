package io.shardline.shard;

import io.shardline.child.ChildFactory;
import io.shardline.child.StopPlan;
import io.shardline.concurrent.StopSignal;
import io.shardline.failure.Failure;
import io.shardline.failure.FailurePolicy;
import io.shardline.observe.DaemonMonitor;
import io.shardline.stream.ShardRef;
import io.shardline.transport.WireTracer;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;

/**
 * What all sessions of the daemon share.
 *
 * @param children starts children
 * @param stopPlan how a child is stopped
 * @param hurriedStopPlan the same while the daemon stops and its time is short
 * @param timeouts how long each action may take
 * @param policy what follows a child's failure
 * @param batches what the user wants to happen with batches
 * @param checkpointAtShardEnd whether the daemon writes the end of a shard that the processor did not
 * @param monitor shows the sessions to the outside
 * @param stop the daemon's wish to stop
 * @param fatal ends the daemon in order because a processor failed; any thread
 * @param threads lends threads; starts a task at once
 * @param maxLineBytes a line of a child's stdout may have so many bytes
 * @param random for jitter
 * @param tracer writes conversations down
 * @param destination takes the records that are given up
 */
public record SessionServices(
        ChildFactory children,
        StopPlan stopPlan,
        StopPlan hurriedStopPlan,
        Timeouts timeouts,
        FailurePolicy policy,
        BatchPolicies batches,
        boolean checkpointAtShardEnd,
        DaemonMonitor monitor,
        StopSignal stop,
        Fatal fatal,
        Executor threads,
        int maxLineBytes,
        DoubleSupplier random,
        WireTracer tracer,
        FailureDestination destination) {

    /** The way to end the daemon because of a processor. */
    public interface Fatal {
        /** Asks for the orderly stop of the daemon with exit code 1. Returns at once. */
        void processorFailed(ShardRef shard, Failure failure);
    }
}
