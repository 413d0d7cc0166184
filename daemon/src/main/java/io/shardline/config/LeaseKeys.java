package io.shardline.config;

import static io.shardline.config.ValueTypes.bool;
import static io.shardline.config.ValueTypes.intMillis;
import static io.shardline.config.ValueTypes.longNumber;
import static io.shardline.config.ValueTypes.millis;
import static io.shardline.config.ValueTypes.oneOf;
import static io.shardline.config.ValueTypes.tags;
import static io.shardline.config.ValueTypes.wholeNumber;

import java.time.Duration;
import java.util.Map;

/** Leases and their table. */
final class LeaseKeys {

    static final KeyGroup GROUP = new KeyGroup("Leases");

    /** The KCL renews every failover / 3 - 25 ms, and cannot do so every 0 (CommonCalculations, KCL 3.5.1). */
    static final Key<Duration> FAILOVER_TIME = lease("failoverTimeMillis", millis(100))
            .defaultsTo("10000")
            .doc("A lease that was not renewed for this time is free for other daemons.");

    /** The KCL looks for new leases every half of it - 25 ms (DynamoDBLeaseCoordinator, KCL 3.5.1). */
    static final Key<Duration> ASSIGNMENT_INTERVAL = lease("leaseAssignmentIntervalMillis", intMillis(100))
            .whenUnset("2000, or twice failoverTimeMillis if that is less")
            .doc(
                    "How often the leading daemon reads the lease table and hands out leases; all daemons ask for new leases"
                            + " twice as often.");

    static final Key<LeaseAssignmentStrategy> ASSIGNMENT_STRATEGY = lease(
                    "leaseAssignmentStrategy", oneOf(LeaseAssignmentStrategy.class))
            .defaultsTo("WORKER_UTILIZATION_AWARE")
            .doc("By what the leading daemon hands out leases: the load of machines, or their number alone.");

    static final Key<Boolean> PRIORITY_ASSIGNMENT = lease("enablePriorityLeaseAssignment", bool())
            .defaultsTo("true")
            .doc("Whether leases that are long without owner come first; with workers of KCL 2.x only.");

    static final Key<Duration> SHARD_SYNC_INTERVAL = lease("shardSyncIntervalMillis", millis(1))
            .defaultsTo("60000")
            .doc("How often the lease table is compared with the stream's shards.");

    static final Key<Boolean> CLEANUP = lease("cleanupLeasesUponShardCompletion", bool())
            .defaultsTo("true")
            .doc("Whether the lease of a shard that is read to its end is deleted.");

    static final Key<Boolean> IGNORE_UNEXPECTED_CHILDREN = lease("ignoreUnexpectedChildShards", bool())
            .defaultsTo("false")
            .doc("Whether a child shard with an open parent is passed over, as DynamoDB Streams may show.");

    static final Key<Integer> MAX_LEASES = lease("maxLeasesForWorker", wholeNumber(1, Integer.MAX_VALUE))
            .defaultsTo("2147483647")
            .doc("The most shards of this daemon.");

    static final Key<Integer> MAX_LEASES_TO_STEAL = lease(
                    "maxLeasesToStealAtOneTime", wholeNumber(1, Integer.MAX_VALUE))
            .defaultsTo("1")
            .doc("The most leases taken from another worker at once; with workers of KCL 2.x only.");

    /** The KCL's pool has at least two threads at its core (DynamoDBLeaseCoordinator, KCL 3.5.1). */
    static final Key<Integer> MAX_RENEWAL_THREADS = lease("maxLeaseRenewalThreads", wholeNumber(2, 10_000))
            .defaultsTo("20")
            .doc("The most threads that renew leases.");

    /** 0 is the KCL's own mark for automatic, though its setter refuses it (LeaseManagementConfig, KCL 3.5.1). */
    static final Key<Integer> SCAN_SEGMENTS = lease("leaseTableScanTotalSegments", wholeNumber(0, 1_000_000))
            .defaultsTo("0")
            .doc("Parallel scans of the lease table; 0: by the table's size.");

    static final Key<Duration> LIST_SHARDS_BACKOFF = GROUP.key("listShardsBackoffTimeInMillis", millis(0))
            .defaultsTo("1500")
            .feeds("LeaseManagementConfig and RetrievalConfig.listShardsBackoffTimeInMillis")
            .doc("The pause after a throttled ListShards.");

    static final Key<Integer> LIST_SHARDS_ATTEMPTS = GROUP.key("maxListShardsRetryAttempts", wholeNumber(0, 1_000_000))
            .defaultsTo("50")
            .feeds("LeaseManagementConfig and RetrievalConfig.maxListShardsRetryAttempts")
            .doc("The most tries of a throttled ListShards.");

    static final Key<Boolean> HANDOFF = GROUP.key("isGracefulLeaseHandoffEnabled", bool())
            .alias("gracefulLeaseHandoffConfigBean.isGracefulLeaseHandoffEnabled")
            .defaultsTo("true")
            .feeds("GracefulLeaseHandoffConfig.isGracefulLeaseHandoffEnabled")
            .doc("Whether a lease that moves to another daemon is handed over in order.");

    static final Key<Duration> HANDOFF_TIMEOUT = GROUP.key("gracefulLeaseHandoffTimeoutMillis", millis(0))
            .alias("gracefulLeaseHandoffConfigBean.gracefulLeaseHandoffTimeoutMillis")
            .defaultsTo("30000")
            .feeds("GracefulLeaseHandoffConfig.gracefulLeaseHandoffTimeoutMillis")
            .doc("How long the handing over may take.");

    static final Key<Duration> AUDITOR_INTERVAL = lease("leasesRecoveryAuditorExecutionFrequencyMillis", millis(1))
            .defaultsTo("120000")
            .doc("How often the leading daemon looks for hash keys that no lease covers.");

    static final Key<Integer> AUDITOR_CONFIDENCE = lease(
                    "leasesRecoveryAuditorInconsistencyConfidenceThreshold", wholeNumber(1, 1_000_000))
            .defaultsTo("3")
            .doc("How often it must see the same hole before it repairs it.");

    static final Key<Duration> LOCK_DURATION = GROUP.key("leaderLockLeaseDurationMillis", millis(3))
            .defaultsTo("6000")
            .feeds("LeaseManagementConfig.dynamoDbLockBasedLeaderLeaseDurationInMillis")
            .doc("After this time without a sign of the leading daemon another one leads.");

    static final Key<Duration> LOCK_HEARTBEAT = GROUP.key("leaderLockHeartbeatMillis", millis(1))
            .whenUnset("a third of leaderLockLeaseDurationMillis, at most 30000")
            .feeds("LeaseManagementConfig.dynamoDbLockBasedLeaderHeartbeatPeriodInMillis")
            .doc(
                    "How often the leading daemon gives that sign, one write, and the others look for it, two reads; at most"
                            + " a third of leaderLockLeaseDurationMillis.");

    static final Key<BillingMode> BILLING_MODE = lease("billingMode", oneOf(BillingMode.class))
            .defaultsTo("PAY_PER_REQUEST")
            .doc("How DynamoDB charges for the lease table, when it is made.");

    static final Key<Long> READ_CAPACITY = lease("initialLeaseTableReadCapacity", longNumber(1, Integer.MAX_VALUE))
            .defaultsTo("10")
            .doc("Read capacity of the lease table when it is made; with billingMode = PROVISIONED only.");

    static final Key<Long> WRITE_CAPACITY = lease("initialLeaseTableWriteCapacity", longNumber(1, Integer.MAX_VALUE))
            .defaultsTo("10")
            .doc("Write capacity of the lease table when it is made; with billingMode = PROVISIONED only.");

    static final Key<Boolean> DELETION_PROTECTION = lease("leaseTableDeletionProtectionEnabled", bool())
            .defaultsTo("false")
            .doc("Whether the lease table is protected from deletion, when it is made.");

    static final Key<Boolean> POINT_IN_TIME_RECOVERY = lease("leaseTablePitrEnabled", bool())
            .defaultsTo("false")
            .doc("Whether DynamoDB keeps continuous backups of the lease table.");

    static final Key<Map<String, String>> TAGS =
            lease("tags", tags()).whenUnset("none").doc("Tags of the lease table, when it is made.");

    private LeaseKeys() {}

    private static <T> KeyGroup.Declaration<T> lease(String name, ValueType<T> type) {
        return GROUP.key(name, type).feeds("LeaseManagementConfig." + name);
    }
}
