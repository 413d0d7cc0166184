package io.shardline.config;

import static io.shardline.config.ValueTypes.millis;

import java.time.Duration;

/** Leases. */
final class LeaseKeys {

    static final KeyGroup GROUP = new KeyGroup("Leases");

    /**
     * The KCL renews every failover / 3 - 25 ms (CommonCalculations, KCL 3.5.1) and cannot schedule
     * less than 1 ms.
     */
    static final Key<Duration> FAILOVER_TIME = GROUP.key("failoverTimeMillis", millis(100))
            .defaultsTo("10000")
            .feeds("LeaseManagementConfig.failoverTimeMillis")
            .doc("A lease that was not renewed for this time is free for other daemons.");

    static final Key<Duration> ASSIGNMENT_INTERVAL = GROUP.key("leaseAssignmentIntervalMillis", millis(100))
            .whenUnset("twice failoverTimeMillis")
            .feeds("LeaseManagementConfig.leaseAssignmentIntervalMillis")
            .doc("How often the leading daemon hands out leases.");

    static final Key<Duration> SHARD_SYNC_INTERVAL = GROUP.key("shardSyncIntervalMillis", millis(1))
            .defaultsTo("60000")
            .feeds("LeaseManagementConfig.shardSyncIntervalMillis")
            .doc("How often the lease table is compared with the stream's shards.");

    private LeaseKeys() {}
}
