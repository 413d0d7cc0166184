package io.shardline.shard;

import io.shardline.concurrent.StopSignal;
import io.shardline.failure.Failure;
import io.shardline.observe.ApplicationMonitor;
import io.shardline.processor.ProcessorConnector;
import io.shardline.shard.policy.SessionPolicies;
import io.shardline.shard.port.FailureDestination;
import io.shardline.stream.ShardRef;
import java.util.concurrent.Executor;

/**
 * What all sessions of an application share.
 *
 * @param connector reaches processors
 * @param destination takes the records that are discarded
 * @param policies what the user has decided
 * @param monitor shows the sessions to the outside
 * @param stop asks every session to stop
 * @param escalation receives what a session cannot deal with
 * @param threads lends threads; starts a task immediately
 */
public record SessionServices(
        ProcessorConnector connector,
        FailureDestination destination,
        SessionPolicies policies,
        ApplicationMonitor monitor,
        StopSignal stop,
        Escalation escalation,
        Executor threads) {

    /** Receives what a session cannot deal with. Called on any thread; must not wait. */
    public interface Escalation {
        /** A processor failed, and the user wants the daemon to stop because of it. */
        void processorFailed(ShardRef shard, Failure failure);

        /** The session met a bug in the daemon and has ended. */
        void sessionFailed(ShardRef shard, Throwable bug);
    }
}
