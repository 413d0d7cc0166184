package io.shardline.config.lease;

import io.shardline.config.key.Key;
import io.shardline.config.lease.LeaseSettings.Assignment;
import io.shardline.config.lease.LeaseSettings.Auditor;
import io.shardline.config.lease.LeaseSettings.Handoff;
import io.shardline.config.lease.LeaseSettings.LeaderLock;
import io.shardline.config.lease.LeaseSettings.ListShards;
import io.shardline.config.lease.LeaseSettings.ShardCache;
import io.shardline.config.source.ProblemCollector;
import io.shardline.config.source.Values;
import io.shardline.config.stream.TableNames;
import java.time.Duration;
import java.util.Map;

/** Makes the settings of {@link LeaseKeys}, {@link BalancingKeys} and {@link CoordinatorKeys}. */
public final class LeaseReader {

    private static final Duration ASSIGNMENT_INTERVAL = Duration.ofSeconds(2);
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(5);
    private static final int HEARTBEATS_PER_LOCK_DURATION = 3;

    /** LeaseManagementConfig and WorkerUtilizationAwareAssignmentConfig, KCL 3.5.1. */
    private static final int KCL_BALANCING_FREQUENCY = 3;

    private static final int MAX_BALANCING_FREQUENCY = 1_000_000;

    private static final Duration KCL_REPORT_INTERVAL = Duration.ofSeconds(30);
    private static final Duration KCL_HEARTBEAT = Duration.ofSeconds(30);

    private static final Duration MIN_BAKE_TIME = Duration.ofHours(1);
    private static final Duration MAX_BAKE_TIME = Duration.ofDays(7);

    private final Values values;
    private final ProblemCollector problems;

    /** Makes the reader of one configuration. */
    public LeaseReader(Values values, ProblemCollector problems) {
        this.values = values;
        this.problems = problems;
    }

    /**
     * Reads the leases.
     *
     * @param tableName the lease table
     */
    public LeaseSettings leases(String tableName) {
        return new LeaseSettings(
                values.require(LeaseKeys.FAILOVER_TIME),
                values.require(LeaseKeys.SHARD_SYNC_INTERVAL),
                values.require(LeaseKeys.CLEANUP),
                values.require(LeaseKeys.IGNORE_UNEXPECTED_CHILDREN),
                values.require(LeaseKeys.MAX_LEASES),
                values.require(LeaseKeys.MAX_RENEWAL_THREADS),
                values.get(LeaseKeys.SCAN_SEGMENTS).filter(segments -> segments > 0),
                new Assignment(
                        values.require(LeaseKeys.ASSIGNMENT_STRATEGY),
                        assignmentInterval(),
                        values.require(LeaseKeys.PRIORITY_ASSIGNMENT),
                        values.require(LeaseKeys.MAX_LEASES_TO_STEAL)),
                new Handoff(values.require(LeaseKeys.HANDOFF), values.require(LeaseKeys.HANDOFF_TIMEOUT)),
                new ListShards(
                        values.require(LeaseKeys.LIST_SHARDS_BACKOFF), values.require(LeaseKeys.LIST_SHARDS_ATTEMPTS)),
                new ShardCache(
                        values.require(LeaseKeys.SHARD_CACHE_AGE),
                        values.require(LeaseKeys.SHARD_CACHE_MISSES),
                        values.require(LeaseKeys.SHARD_CACHE_WARNINGS)),
                new Auditor(values.require(LeaseKeys.AUDITOR_INTERVAL), values.require(LeaseKeys.AUDITOR_CONFIDENCE)),
                leaderLock(),
                values.require(LeaseKeys.CONSISTENT_READS),
                values.require(LeaseKeys.DYNAMO_DB_TIMEOUT),
                leaseTable(tableName));
    }

    /**
     * Reads how load is balanced.
     *
     * @param application names the table, unless it has a name of its own
     * @param several whether the daemon runs other applications too. The load of its machine then says little about one of
     *     them, and each would release leases because of the others
     */
    public BalancingSettings balancing(String application, boolean several) {
        return new BalancingSettings(
                values.require(BalancingKeys.CAPTURE_INTERVAL),
                reportInterval(),
                values.require(BalancingKeys.PERSISTED_METRICS),
                values.getOrCompute(BalancingKeys.DISABLED, () -> several),
                values.get(BalancingKeys.MAX_THROUGHPUT),
                values.require(BalancingKeys.DAMPENING),
                values.require(BalancingKeys.THRESHOLD),
                values.require(BalancingKeys.OVERSHOOT),
                balancingFrequency(),
                values.require(BalancingKeys.EMA_ALPHA),
                values.require(BalancingKeys.STALE_CLEANUP),
                table(BalancingKeys.TABLE, application));
    }

    /**
     * Reads the main loop and its tasks.
     *
     * @param application names the table, unless it has a name of its own
     */
    public CoordinatorSettings coordinator(String application) {
        return new CoordinatorSettings(
                values.require(CoordinatorKeys.PARENT_SHARD_POLL_INTERVAL),
                values.require(CoordinatorKeys.SKIP_SHARD_SYNC),
                values.require(CoordinatorKeys.DISPATCH_POLL_INTERVAL),
                values.require(CoordinatorKeys.INITIALIZATION_BACKOFF),
                values.require(CoordinatorKeys.MAX_INITIALIZATION_ATTEMPTS),
                new CoordinatorSettings.Migration(
                        values.require(CoordinatorKeys.CLIENT_VERSION),
                        values.require(CoordinatorKeys.MIGRATE_ALL_ENTITIES),
                        bakeTime()),
                table(CoordinatorKeys.TABLE, application),
                new LifecycleSettings(
                        values.require(CoordinatorKeys.TASK_BACKOFF),
                        values.get(CoordinatorKeys.LOG_WARNING_AFTER),
                        values.require(CoordinatorKeys.READ_TIMEOUTS_TO_IGNORE),
                        values.require(CoordinatorKeys.EMPTY_BATCHES)));
    }

    /**
     * Two seconds; the KCL's default is twice failoverTimeMillis, which is 20 seconds. The leases of a daemon that is gone
     * are reassigned at the next assignment, and a daemon learns of a new lease within half an interval. The reads cost
     * little compared with the renewal of the same leases: the leader reads the table 43,200 times a day, and each of its
     * leases is written 26,000 times a day.
     */
    private Duration assignmentInterval() {
        return values.getOrCompute(
                LeaseKeys.ASSIGNMENT_INTERVAL, () -> shorter(ASSIGNMENT_INTERVAL, kclAssignmentInterval()));
    }

    private Duration kclAssignmentInterval() {
        return values.require(LeaseKeys.FAILOVER_TIME).multipliedBy(2);
    }

    /** As often as the KCL would balance with its own interval, unless the interval is given. */
    private int balancingFrequency() {
        return values.getOrCompute(BalancingKeys.FREQUENCY, () -> {
            if (values.isGiven(LeaseKeys.ASSIGNMENT_INTERVAL)) {
                return KCL_BALANCING_FREQUENCY;
            }
            Duration between = kclAssignmentInterval().multipliedBy(KCL_BALANCING_FREQUENCY);
            return Math.toIntExact(Math.min(between.dividedBy(assignmentInterval()), MAX_BALANCING_FREQUENCY));
        });
    }

    /**
     * The leader considers a worker dead that has not reported for twice this time (KCL 3.5.1,
     * MigrationAwareLAMDataManager). A worker must be known as dead when its leases expire, or it is assigned them again.
     * A fleet that migrates from KCL 2.x is ready for 3.x when all its workers report within that time
     * (MigrationReadyMonitor), and the workers of other daemons report every 30 s.
     */
    private Duration reportInterval() {
        return values.getOrCompute(
                BalancingKeys.REPORT_INTERVAL,
                () -> values.require(CoordinatorKeys.CLIENT_VERSION)
                                == CoordinatorSettings.ClientVersion.CLIENT_VERSION_CONFIG_3X
                        ? shorter(
                                REPORT_INTERVAL,
                                values.require(LeaseKeys.FAILOVER_TIME).dividedBy(2))
                        : KCL_REPORT_INTERVAL);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /**
     * Two heartbeats may be lost. Other daemons may take the lock when they have seen it unchanged for its duration by
     * their own monotonic clocks (dynamodb-lock-client 1.4.0: notMyLocks, LockItem.isExpired), so clocks need not agree.
     * Two leaders at a time do no harm, because leases are assigned by conditional writes.
     */
    private LeaderLock leaderLock() {
        Duration duration = values.require(LeaseKeys.LOCK_DURATION);
        Duration third = duration.dividedBy(HEARTBEATS_PER_LOCK_DURATION);
        Duration heartbeat = values.getOrCompute(LeaseKeys.LOCK_HEARTBEAT, () -> shorter(third, KCL_HEARTBEAT));
        if (heartbeat.compareTo(third) > 0) {
            problems.error(
                    values.originOf(LeaseKeys.LOCK_HEARTBEAT),
                    LeaseKeys.LOCK_HEARTBEAT.name(),
                    "may be at most a third of leaderLockLeaseDurationMillis, " + duration.toMillis());
        }
        return new LeaderLock(duration, heartbeat);
    }

    private Duration bakeTime() {
        Duration bake = values.require(CoordinatorKeys.MIGRATION_BAKE_TIME);
        if (bake.compareTo(MIN_BAKE_TIME) < 0 || bake.compareTo(MAX_BAKE_TIME) > 0) {
            problems.warning(
                    values.originOf(CoordinatorKeys.MIGRATION_BAKE_TIME),
                    CoordinatorKeys.MIGRATION_BAKE_TIME.name(),
                    "is out of the KCL's range, 3600 to 604800; the KCL uses the nearest limit");
        }
        return bake;
    }

    private TableSettings leaseTable(String name) {
        TableSettings.BillingMode mode = values.require(LeaseKeys.BILLING_MODE);
        noteCapacity(mode, LeaseKeys.READ_CAPACITY, LeaseKeys.BILLING_MODE);
        noteCapacity(mode, LeaseKeys.WRITE_CAPACITY, LeaseKeys.BILLING_MODE);
        return new TableSettings(
                name,
                mode,
                values.require(LeaseKeys.READ_CAPACITY),
                values.require(LeaseKeys.WRITE_CAPACITY),
                values.require(LeaseKeys.POINT_IN_TIME_RECOVERY),
                values.require(LeaseKeys.DELETION_PROTECTION),
                values.get(LeaseKeys.TAGS).orElse(Map.of()));
    }

    private TableSettings table(TableKeys keys, String application) {
        TableSettings.BillingMode mode = values.require(keys.billingMode);
        noteCapacity(mode, keys.readCapacity, keys.billingMode);
        noteCapacity(mode, keys.writeCapacity, keys.billingMode);
        long read = values.require(keys.readCapacity);
        long write = values.require(keys.writeCapacity);
        if (mode == TableSettings.BillingMode.PROVISIONED && (read == 0 || write == 0)) {
            problems.error(
                    values.originOf(keys.billingMode),
                    keys.billingMode.name(),
                    "PROVISIONED needs " + keys.readCapacity.name() + " and " + keys.writeCapacity.name()
                            + " of at least 1");
        }
        return new TableSettings(
                new TableNames(values, problems).read(keys.name, application, keys.suffix),
                mode,
                read,
                write,
                values.require(keys.pointInTimeRecovery),
                values.require(keys.deletionProtection),
                values.get(keys.tags).orElse(Map.of()));
    }

    private void noteCapacity(
            TableSettings.BillingMode mode, Key<Long> capacity, Key<TableSettings.BillingMode> billingMode) {
        if (mode == TableSettings.BillingMode.PAY_PER_REQUEST && values.isGiven(capacity)) {
            problems.note(
                    values.originOf(capacity),
                    capacity.name(),
                    "has no effect unless " + billingMode.name() + " = PROVISIONED");
        }
    }
}
