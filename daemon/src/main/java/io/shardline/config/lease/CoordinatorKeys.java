package io.shardline.config.lease;

import static io.shardline.config.key.NumberTypes.millis;
import static io.shardline.config.key.NumberTypes.seconds;
import static io.shardline.config.key.NumberTypes.wholeNumber;
import static io.shardline.config.key.ValueTypes.bool;
import static io.shardline.config.key.ValueTypes.oneOf;

import io.shardline.config.key.Key;
import io.shardline.config.key.KeyGroup;
import io.shardline.config.key.ValueType;
import java.time.Duration;

/** The keys of the KCL's main loop and of the tasks of a shard. */
public final class CoordinatorKeys {

    public static final KeyGroup GROUP = new KeyGroup("Coordinator");

    static final Key<Duration> PARENT_SHARD_POLL_INTERVAL = coordinator("parentShardPollIntervalMillis", millis(0))
            .defaultsTo("10000")
            .doc("How often the daemon checks whether the parents of a shard have been read to their end.");

    static final Key<Boolean> SKIP_SHARD_SYNC = coordinator("skipShardSyncAtWorkerInitializationIfLeasesExist", bool())
            .alias("skipShardSyncAtStartupIfLeasesExist") // KCL 1.x
            .defaultsTo("false")
            .doc("Skip the comparison of shards and leases at start if the lease table is not empty.");

    static final Key<Duration> INITIALIZATION_BACKOFF = coordinator(
                    "schedulerInitializationBackoffTimeMillis", millis(0))
            .defaultsTo("1000")
            .doc("The pause after a failed attempt to start the KCL.");

    static final Key<Integer> MAX_INITIALIZATION_ATTEMPTS = coordinator(
                    "maxInitializationAttempts", wholeNumber(1, 1_000_000))
            .defaultsTo("20")
            .doc("The maximum number of attempts to start the KCL.");

    /**
     * The KCL's own is 1000, which delays every start and stop of work on a shard by up to a second; a round is cheap
     * (Scheduler.runProcessLoop, KCL 3.5.1).
     */
    static final Key<Duration> DISPATCH_POLL_INTERVAL = coordinator(
                    "shardConsumerDispatchPollIntervalMillis", millis(1))
            .extension()
            .defaultsTo("100")
            .doc("The pause between two rounds of the KCL's main loop, which starts and stops the work on shards.");

    static final Key<CoordinatorSettings.ClientVersion> CLIENT_VERSION = coordinator(
                    "clientVersionConfig", oneOf(CoordinatorSettings.ClientVersion.class))
            .defaultsTo("CLIENT_VERSION_CONFIG_3X")
            .doc("Which KCL versions share the lease table. See AWS's guide to the migration from KCL 2.x.");

    static final Key<Boolean> MIGRATE_ALL_ENTITIES = coordinator("migrateAllEntitiesToLeaseTable", bool())
            .defaultsTo("false")
            .doc("Move the KCL's two other tables into the lease table.");

    static final Key<Duration> MIGRATION_BAKE_TIME = coordinator("tableMigrationCompleteBakeTimeSeconds", seconds(0))
            .defaultsTo("86400")
            .doc(
                    "How long the daemon waits after moving the tables before it completes the migration. The KCL limits it to 3600 to"
                            + " 604800.");

    static final TableKeys TABLE = new TableKeys(
            GROUP,
            "coordinatorState",
            "coordinatorStateTableConfigBean",
            "CoordinatorStateTableConfig",
            "CoordinatorState",
            "the state of the coordinator");

    static final Key<Duration> TASK_BACKOFF = GROUP.key("taskBackoffTimeMillis", millis(0))
            .defaultsTo("500")
            .feeds("LifecycleConfig.taskBackoffTimeMillis")
            .doc("The pause after a failed task of a shard.");

    static final Key<Duration> LOG_WARNING_AFTER = GROUP.key("logWarningForTaskAfterMillis", millis(0))
            .whenUnset("never")
            .feeds("LifecycleConfig.logWarningForTaskAfterMillis")
            .doc("Log a warning when a task of a shard takes longer than this.");

    static final Key<Integer> READ_TIMEOUTS_TO_IGNORE = GROUP.key(
                    "readTimeoutsToIgnoreBeforeWarning", wholeNumber(0, Integer.MAX_VALUE))
            .extension()
            .defaultsTo("0")
            .feeds("LifecycleConfig.readTimeoutsToIgnoreBeforeWarning")
            .doc("How many consecutive read timeouts are not logged as a warning.");

    static final Key<Boolean> EMPTY_BATCHES = GROUP.key("callProcessRecordsEvenForEmptyRecordList", bool())
            .defaultsTo("false")
            .feeds("ProcessorConfig.callProcessRecordsEvenForEmptyRecordList")
            .doc("Call the processor even when a read returned no records.");

    private CoordinatorKeys() {}

    private static <T> KeyGroup.Declaration<T> coordinator(String name, ValueType<T> type) {
        return GROUP.key(name, type).feeds("CoordinatorConfig." + name);
    }
}
