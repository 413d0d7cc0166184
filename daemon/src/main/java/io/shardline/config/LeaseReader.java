package io.shardline.config;

import io.shardline.config.LeaseSettings.Assignment;
import io.shardline.config.LeaseSettings.Auditor;
import io.shardline.config.LeaseSettings.Handoff;
import io.shardline.config.LeaseSettings.LeaderLock;
import io.shardline.config.LeaseSettings.ListShards;
import java.time.Duration;
import java.util.Map;

/** Leases, their balance, and the loop that drives them. */
final class LeaseReader {

    private static final Duration ASSIGNMENT_INTERVAL = Duration.ofSeconds(2);
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(5);
    private static final int HEARTBEATS_OF_A_LOCK = 3;

    /** LeaseManagementConfig and WorkerUtilizationAwareAssignmentConfig, KCL 3.5.1. */
    private static final int KCLS_BALANCING_FREQUENCY = 3;

    private static final int MAX_BALANCING_FREQUENCY = 1_000_000;

    private static final Duration KCLS_REPORT_INTERVAL = Duration.ofSeconds(30);
    private static final Duration KCLS_HEARTBEAT = Duration.ofSeconds(30);

    private static final Duration LEAST_BAKE_TIME = Duration.ofHours(1);
    private static final Duration MAX_BAKE_TIME = Duration.ofDays(7);

    private final Values values;
    private final ProblemCollector findings;

    LeaseReader(Values values, ProblemCollector findings) {
        this.values = values;
        this.findings = findings;
    }

    LeaseSettings leases(String tableName) {
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
                new Auditor(values.require(LeaseKeys.AUDITOR_INTERVAL), values.require(LeaseKeys.AUDITOR_CONFIDENCE)),
                leaderLock(),
                leaseTable(tableName));
    }

    BalancingSettings balancing(String tableName) {
        return new BalancingSettings(
                values.require(BalancingKeys.CAPTURE_INTERVAL),
                reportInterval(),
                values.require(BalancingKeys.PERSISTED_METRICS),
                values.require(BalancingKeys.DISABLED),
                values.get(BalancingKeys.MAX_THROUGHPUT),
                values.require(BalancingKeys.DAMPENING),
                values.require(BalancingKeys.THRESHOLD),
                values.require(BalancingKeys.OVERSHOOT),
                balancingFrequency(),
                values.require(BalancingKeys.EMA_ALPHA),
                values.require(BalancingKeys.STALE_CLEANUP),
                table(BalancingKeys.TABLE, tableName));
    }

    CoordinatorSettings coordinator(String tableName) {
        return new CoordinatorSettings(
                values.require(CoordinatorKeys.PARENT_SHARD_POLL_INTERVAL),
                values.require(CoordinatorKeys.SKIP_SHARD_SYNC),
                values.require(CoordinatorKeys.INITIALIZATION_BACKOFF),
                values.require(CoordinatorKeys.MAX_INITIALIZATION_ATTEMPTS),
                new CoordinatorSettings.Migration(
                        values.require(CoordinatorKeys.CLIENT_VERSION),
                        values.require(CoordinatorKeys.MIGRATE_ALL_ENTITIES),
                        bakeTime()),
                table(CoordinatorKeys.TABLE, tableName),
                new LifecycleSettings(
                        values.require(CoordinatorKeys.TASK_BACKOFF),
                        values.get(CoordinatorKeys.LOG_WARNING_AFTER),
                        values.require(CoordinatorKeys.READ_TIMEOUTS_TO_IGNORE),
                        values.require(CoordinatorKeys.EMPTY_BATCHES)));
    }

    /**
     * Two seconds where the KCL has twice failoverTimeMillis, 20: nobody gets the lease of a daemon that is gone before
     * the next assignment, and nobody hears of a new lease sooner than half of it later. What that reads costs little
     * beside the renewal of the same leases: the leader reads the table 43,200 times a day, and each of its leases is
     * written 26,000 times.
     */
    private Duration assignmentInterval() {
        return values.get(LeaseKeys.ASSIGNMENT_INTERVAL)
                .orElseGet(() -> shorter(ASSIGNMENT_INTERVAL, kclsAssignmentInterval()));
    }

    private Duration kclsAssignmentInterval() {
        return values.require(LeaseKeys.FAILOVER_TIME).multipliedBy(2);
    }

    /** As often as the KCL would balance with its own interval, unless the interval was chosen by hand. */
    private int balancingFrequency() {
        return values.get(BalancingKeys.FREQUENCY).orElseGet(() -> {
            if (values.isGiven(LeaseKeys.ASSIGNMENT_INTERVAL)) {
                return KCLS_BALANCING_FREQUENCY;
            }
            Duration between = kclsAssignmentInterval().multipliedBy(KCLS_BALANCING_FREQUENCY);
            return Math.toIntExact(Math.min(between.dividedBy(assignmentInterval()), MAX_BALANCING_FREQUENCY));
        });
    }

    /**
     * The leader takes a worker for dead that has not reported for twice this time (KCL 3.5.1,
     * MigrationAwareLAMDataManager): a dead one must be known as such when its leases expire, else it gets them again.
     * A fleet that comes from KCL 2.x is ready for 3.x when all its workers report in that time
     * (MigrationReadyMonitor), and those of other daemons report every 30 s.
     */
    private Duration reportInterval() {
        return values.get(BalancingKeys.REPORT_INTERVAL)
                .orElseGet(() ->
                        values.require(CoordinatorKeys.CLIENT_VERSION) == ClientVersionConfig.CLIENT_VERSION_CONFIG_3X
                                ? shorter(
                                        REPORT_INTERVAL,
                                        values.require(LeaseKeys.FAILOVER_TIME).dividedBy(2))
                                : KCLS_REPORT_INTERVAL);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /**
     * Two heartbeats may be lost. The lock is free for others when they have seen it unchanged for its duration by their
     * own monotonic clocks (dynamodb-lock-client 1.4.0: notMyLocks, LockItem.isExpired), so no clocks need to agree, and
     * two leaders at a time do no harm: leases are assigned by conditional writes.
     */
    private LeaderLock leaderLock() {
        Duration duration = values.require(LeaseKeys.LOCK_DURATION);
        Duration third = duration.dividedBy(HEARTBEATS_OF_A_LOCK);
        Duration heartbeat = values.get(LeaseKeys.LOCK_HEARTBEAT).orElseGet(() -> shorter(third, KCLS_HEARTBEAT));
        if (heartbeat.compareTo(third) > 0) {
            findings.error(
                    values.originOf(LeaseKeys.LOCK_HEARTBEAT),
                    LeaseKeys.LOCK_HEARTBEAT.name(),
                    "may be at most a third of leaderLockLeaseDurationMillis, " + duration.toMillis());
        }
        return new LeaderLock(duration, heartbeat);
    }

    private Duration bakeTime() {
        Duration bake = values.require(CoordinatorKeys.MIGRATION_BAKE_TIME);
        if (bake.compareTo(LEAST_BAKE_TIME) < 0 || bake.compareTo(MAX_BAKE_TIME) > 0) {
            findings.warning(
                    values.originOf(CoordinatorKeys.MIGRATION_BAKE_TIME),
                    CoordinatorKeys.MIGRATION_BAKE_TIME.name(),
                    "is moved by the KCL into its limits, 3600 to 604800");
        }
        return bake;
    }

    private TableSettings leaseTable(String name) {
        BillingMode mode = values.require(LeaseKeys.BILLING_MODE);
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

    private TableSettings table(TableKeys keys, String name) {
        BillingMode mode = values.require(keys.billingMode);
        noteCapacity(mode, keys.readCapacity, keys.billingMode);
        noteCapacity(mode, keys.writeCapacity, keys.billingMode);
        long read = values.require(keys.readCapacity);
        long write = values.require(keys.writeCapacity);
        if (mode == BillingMode.PROVISIONED && (read == 0 || write == 0)) {
            findings.error(
                    values.originOf(keys.billingMode),
                    keys.billingMode.name(),
                    "PROVISIONED needs " + keys.readCapacity.name() + " and " + keys.writeCapacity.name()
                            + " of at least 1");
        }
        return new TableSettings(
                name,
                mode,
                read,
                write,
                values.require(keys.pointInTimeRecovery),
                values.require(keys.deletionProtection),
                values.get(keys.tags).orElse(Map.of()));
    }

    private void noteCapacity(BillingMode mode, Key<Long> capacity, Key<BillingMode> billingMode) {
        if (mode == BillingMode.PAY_PER_REQUEST && values.isGiven(capacity)) {
            findings.note(
                    values.originOf(capacity),
                    capacity.name(),
                    "has no effect unless " + billingMode.name() + " = PROVISIONED");
        }
    }
}
