package io.shardline.shard.policy;

import io.shardline.failure.ProcessorFailurePolicy;
import io.shardline.protocol.ActionTimeouts;
import java.util.function.DoubleSupplier;

/**
 * What the user has decided for all sessions of an application.
 *
 * @param timeouts how long each action may take
 * @param processorFailures what follows the failure of a processor
 * @param batches how batches are made, retried and checkpointed
 * @param lanes how many batches of a shard are processed at the same time
 * @param checkpointAtShardEnd whether the daemon writes the end of a shard that the processor did not checkpoint
 * @param jitter numbers from 0 (inclusive) to 1 (exclusive) that spread the pauses before retries; any thread
 */
public record SessionPolicies(
        ActionTimeouts timeouts,
        ProcessorFailurePolicy processorFailures,
        BatchPolicies batches,
        LanePolicies lanes,
        boolean checkpointAtShardEnd,
        DoubleSupplier jitter) {}
