package io.shardline.config;

/** How the leader of the application shares out the leases. */
public enum LeaseAssignmentStrategy {
    /** By the load of the daemons' machines. */
    WORKER_UTILIZATION_AWARE,
    /** The same number of shards for each daemon. */
    LEASE_COUNT_BASED
}
