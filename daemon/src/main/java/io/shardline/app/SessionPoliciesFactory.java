package io.shardline.app;

import io.shardline.config.DaemonConfig;
import io.shardline.config.batch.BatchSettings;
import io.shardline.config.destination.DestinationSettings;
import io.shardline.config.processor.ProcessorSettings;
import io.shardline.failure.Backoff;
import io.shardline.failure.ProcessorFailurePolicy;
import io.shardline.failure.RetryPolicy;
import io.shardline.shard.policy.BatchLimits;
import io.shardline.shard.policy.BatchPolicies;
import io.shardline.shard.policy.CheckpointMode;
import io.shardline.shard.policy.LanePolicies;
import io.shardline.shard.policy.SessionPolicies;
import java.util.concurrent.ThreadLocalRandom;

/** Translates the settings of an application into the policies of its sessions. */
final class SessionPoliciesFactory {
    private SessionPoliciesFactory() {}

    static SessionPolicies create(DaemonConfig config) {
        ProcessorSettings processor = config.processor();
        BatchSettings batches = config.batches();
        return new SessionPolicies(
                processor.timeouts(),
                new ProcessorFailurePolicy(
                        processor.onFailure() == ProcessorSettings.OnFailure.RESTART, Backoff.DEFAULT),
                batches(config),
                new LanePolicies(batches.parallelizationFactor(), batches.maxLaneBacklogBytes()),
                batches.daemonCheckpointsShardEnd(),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    private static BatchPolicies batches(DaemonConfig config) {
        BatchSettings batches = config.batches();
        return new BatchPolicies(
                batches.filter(),
                new BatchLimits(
                        batches.size().orElse(Integer.MAX_VALUE),
                        batches.bytes().orElse(Long.MAX_VALUE),
                        batches.window()),
                new RetryPolicy(
                        batches.maximumRetryAttempts(), batches.maximumRecordAge(), batches.bisect(), Backoff.DEFAULT),
                batches.failWithoutCheckpoint(),
                batches.hasFailurePolicy(),
                batches.daemonCheckpointInterval()
                        .<CheckpointMode>map(CheckpointMode.Daemon::new)
                        .orElseGet(CheckpointMode.Processor::new),
                config.destination()
                        .map(destination -> destination.onUnavailable() == DestinationSettings.OnUnavailable.HOLD)
                        .orElse(true));
    }
}
