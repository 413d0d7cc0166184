package io.shardline.config.lease;

import static io.shardline.config.key.NumberTypes.intMillis;
import static io.shardline.config.key.NumberTypes.isoDuration;
import static io.shardline.config.key.NumberTypes.longNumber;
import static io.shardline.config.key.NumberTypes.millis;
import static io.shardline.config.key.NumberTypes.seconds;
import static io.shardline.config.key.NumberTypes.wholeNumber;
import static io.shardline.config.key.ValueTypes.bool;
import static io.shardline.config.key.ValueTypes.oneOf;
import static io.shardline.config.key.ValueTypes.tags;

import io.shardline.config.key.Key;
import io.shardline.config.key.KeyGroup;
import io.shardline.config.key.ValueType;
import java.time.Duration;
import java.util.Map;

/** The keys of leases and their table. */
public final class LeaseKeys {

    public static final KeyGroup GROUP = new KeyGroup("Leases");

    /** The KCL renews every failover / 3 - 25 ms, which must be positive (CommonCalculations, KCL 3.5.1). */
    static final Key<Duration> FAILOVER_TIME = lease("failoverTimeMillis", millis(100))
            .defaultsTo("10000")
            .doc("Other daemons may take a lease that has not been renewed for this time.");

    /** The KCL looks for new leases every half of it - 25 ms (DynamoDBLeaseCoordinator, KCL 3.5.1). */
    static final Key<Duration> ASSIGNMENT_INTERVAL = lease("leaseAssignmentIntervalMillis", intMillis(100))
            .whenUnset("2000, or twice failoverTimeMillis if that is less")
            .doc(
                    "How often the leader reads the lease table and assigns leases. Every daemon looks for new leases twice as often.");

    static final Key<LeaseSettings.AssignmentStrategy> ASSIGNMENT_STRATEGY = lease(
                    "leaseAssignmentStrategy", oneOf(LeaseSettings.AssignmentStrategy.class))
            .extension()
            .defaultsTo("WORKER_UTILIZATION_AWARE")
            .doc("How the leader assigns leases: by the load of the daemons' machines, or evenly by number.");

    static final Key<Boolean> PRIORITY_ASSIGNMENT = lease("enablePriorityLeaseAssignment", bool())
            .defaultsTo("true")
            .doc("Assign leases first that have had no owner for long. Used only together with KCL 2.x workers.");

    static final Key<Duration> SHARD_SYNC_INTERVAL = lease("shardSyncIntervalMillis", millis(1))
            .defaultsTo("60000")
            .doc("How often the lease table is compared with the shards of the stream.");

    static final Key<Boolean> CLEANUP = lease("cleanupLeasesUponShardCompletion", bool())
            .defaultsTo("true")
            .doc("Delete the lease of a shard that has been read to its end.");

    static final Key<Boolean> IGNORE_UNEXPECTED_CHILDREN = lease("ignoreUnexpectedChildShards", bool())
            .defaultsTo("false")
            .doc("Ignore a child shard whose parent is still open, which DynamoDB Streams may report.");

    static final Key<Integer> MAX_LEASES = lease("maxLeasesForWorker", wholeNumber(1, Integer.MAX_VALUE))
            .defaultsTo("2147483647")
            .doc("The maximum number of shards of this daemon.");

    static final Key<Integer> MAX_LEASES_TO_STEAL = lease(
                    "maxLeasesToStealAtOneTime", wholeNumber(1, Integer.MAX_VALUE))
            .defaultsTo("1")
            .doc(
                    "The maximum number of leases stolen from another worker at one time. Used only together with KCL 2.x workers.");

    /** The KCL's pool has at least two threads at its core (DynamoDBLeaseCoordinator, KCL 3.5.1). */
    static final Key<Integer> MAX_RENEWAL_THREADS = lease("maxLeaseRenewalThreads", wholeNumber(2, 10_000))
            .defaultsTo("20")
            .doc("The maximum number of threads that renew leases.");

    /** The KCL itself uses 0 for "automatic", though its setter refuses 0 (LeaseManagementConfig, KCL 3.5.1). */
    static final Key<Integer> SCAN_SEGMENTS = lease("leaseTableScanTotalSegments", wholeNumber(0, 1_000_000))
            .defaultsTo("0")
            .doc(
                    "The number of parallel segments in a scan of the lease table. 0 means that it depends on the size of the table.");

    static final Key<Duration> LIST_SHARDS_BACKOFF = GROUP.key("listShardsBackoffTimeInMillis", millis(0))
            .defaultsTo("1500")
            .feeds("LeaseManagementConfig and RetrievalConfig.listShardsBackoffTimeInMillis")
            .doc("The pause after a throttled ListShards call.");

    static final Key<Integer> LIST_SHARDS_ATTEMPTS = GROUP.key("maxListShardsRetryAttempts", wholeNumber(0, 1_000_000))
            .defaultsTo("50")
            .feeds("LeaseManagementConfig and RetrievalConfig.maxListShardsRetryAttempts")
            .doc("The maximum number of attempts when ListShards is throttled.");

    static final Key<Duration> SHARD_CACHE_AGE = lease("listShardsCacheAllowedAgeInSeconds", seconds(0))
            .extension()
            .defaultsTo("30")
            .doc("How long the KCL uses a list of shards before it calls ListShards again.");

    static final Key<Integer> SHARD_CACHE_MISSES = lease(
                    "maxCacheMissesBeforeReload", wholeNumber(1, Integer.MAX_VALUE))
            .extension()
            .defaultsTo("1000")
            .doc("After this many searches for a shard that is not in its list, the KCL calls ListShards again.");

    static final Key<Integer> SHARD_CACHE_WARNINGS = lease("cacheMissWarningModulus", wholeNumber(1, Integer.MAX_VALUE))
            .extension()
            .defaultsTo("250")
            .doc("The KCL logs a warning at every N-th of these searches.");

    static final Key<Boolean> CONSISTENT_READS = lease("consistentReads", bool())
            .extension()
            .defaultsTo("false")
            .doc("Use strongly consistent reads of the lease table.");

    static final Key<Duration> DYNAMO_DB_TIMEOUT = lease("dynamoDbRequestTimeout", isoDuration(Duration.ofMillis(1)))
            .extension()
            .defaultsTo("PT1M")
            .doc("How long the KCL waits for a call to DynamoDB.");

    static final Key<Boolean> HANDOFF = GROUP.key("isGracefulLeaseHandoffEnabled", bool())
            .alias("gracefulLeaseHandoffConfigBean.isGracefulLeaseHandoffEnabled")
            .defaultsTo("true")
            .feeds("GracefulLeaseHandoffConfig.isGracefulLeaseHandoffEnabled")
            .doc(
                    "Let the old owner of a lease finish its work and checkpoint before the lease moves to another daemon.");

    static final Key<Duration> HANDOFF_TIMEOUT = GROUP.key("gracefulLeaseHandoffTimeoutMillis", millis(0))
            .alias("gracefulLeaseHandoffConfigBean.gracefulLeaseHandoffTimeoutMillis")
            .defaultsTo("30000")
            .feeds("GracefulLeaseHandoffConfig.gracefulLeaseHandoffTimeoutMillis")
            .doc("How long the old owner of a lease may take to hand it over.");

    static final Key<Duration> AUDITOR_INTERVAL = lease("leasesRecoveryAuditorExecutionFrequencyMillis", millis(1))
            .defaultsTo("120000")
            .doc("How often the leader looks for hash key ranges that no lease covers.");

    static final Key<Integer> AUDITOR_CONFIDENCE = lease(
                    "leasesRecoveryAuditorInconsistencyConfidenceThreshold", wholeNumber(1, 1_000_000))
            .defaultsTo("3")
            .doc("How many times in a row the leader must find the same gap before it repairs it.");

    static final Key<Duration> LOCK_DURATION = GROUP.key("leaderLockLeaseDurationMillis", millis(3))
            .extension()
            .alias("dynamoDbLockBasedLeaderLeaseDurationInMillis")
            .defaultsTo("6000")
            .feeds("LeaseManagementConfig.dynamoDbLockBasedLeaderLeaseDurationInMillis")
            .doc("Another daemon becomes the leader when the leader has sent no heartbeat for this time.");

    static final Key<Duration> LOCK_HEARTBEAT = GROUP.key("leaderLockHeartbeatMillis", millis(1))
            .extension()
            .alias("dynamoDbLockBasedLeaderHeartbeatPeriodInMillis")
            .whenUnset("a third of leaderLockLeaseDurationMillis, at most 30000")
            .feeds("LeaseManagementConfig.dynamoDbLockBasedLeaderHeartbeatPeriodInMillis")
            .doc("How often the leader writes a heartbeat and the others read it. At most a third of"
                    + " leaderLockLeaseDurationMillis.");

    static final Key<TableSettings.BillingMode> BILLING_MODE = lease(
                    "billingMode", oneOf(TableSettings.BillingMode.class))
            .extension()
            .defaultsTo("PAY_PER_REQUEST")
            .doc("The billing mode with which the daemon creates the lease table.");

    static final Key<Long> READ_CAPACITY = lease("initialLeaseTableReadCapacity", longNumber(1, Integer.MAX_VALUE))
            .defaultsTo("10")
            .doc(
                    "The read capacity with which the daemon creates the lease table. Used with billingMode = PROVISIONED only.");

    static final Key<Long> WRITE_CAPACITY = lease("initialLeaseTableWriteCapacity", longNumber(1, Integer.MAX_VALUE))
            .defaultsTo("10")
            .doc(
                    "The write capacity with which the daemon creates the lease table. Used with billingMode = PROVISIONED only.");

    static final Key<Boolean> DELETION_PROTECTION = lease("leaseTableDeletionProtectionEnabled", bool())
            .defaultsTo("false")
            .doc("Protect the lease table from deletion when the daemon creates it.");

    static final Key<Boolean> POINT_IN_TIME_RECOVERY = lease("leaseTablePitrEnabled", bool())
            .defaultsTo("false")
            .doc("Enable point-in-time recovery (continuous backups) of the lease table.");

    static final Key<Map<String, String>> TAGS = lease("tags", tags())
            .extension()
            .whenUnset("none")
            .doc("The tags with which the daemon creates the lease table.");

    private LeaseKeys() {}

    private static <T> KeyGroup.Declaration<T> lease(String name, ValueType<T> type) {
        return GROUP.key(name, type).feeds("LeaseManagementConfig." + name);
    }
}
