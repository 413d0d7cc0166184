package io.shardline.config;

import static io.shardline.config.ValueTypes.bool;
import static io.shardline.config.ValueTypes.millis;
import static io.shardline.config.ValueTypes.oneOf;
import static io.shardline.config.ValueTypes.seconds;
import static io.shardline.config.ValueTypes.wholeNumber;

import java.time.Duration;

/** The KCL's main loop and the tasks of a shard. */
final class CoordinatorKeys {

    static final KeyGroup GROUP = new KeyGroup("Coordinator");

    static final Key<Duration> PARENT_SHARD_POLL_INTERVAL = coordinator("parentShardPollIntervalMillis", millis(0))
            .defaultsTo("10000")
            .doc("How often a shard that came from a split or merge looks whether its parents are done.");

    static final Key<Boolean> SKIP_SHARD_SYNC = coordinator("skipShardSyncAtWorkerInitializationIfLeasesExist", bool())
            .defaultsTo("false")
            .doc("Whether the first look at the stream's shards is left out when there are leases.");

    static final Key<Duration> INITIALIZATION_BACKOFF = coordinator(
                    "schedulerInitializationBackoffTimeMillis", millis(0))
            .defaultsTo("1000")
            .doc("The pause after a start of the KCL that failed.");

    static final Key<Integer> MAX_INITIALIZATION_ATTEMPTS = coordinator(
                    "maxInitializationAttempts", wholeNumber(1, 1_000_000))
            .defaultsTo("20")
            .doc("The most tries to start the KCL.");

    static final Key<ClientVersionConfig> CLIENT_VERSION = coordinator(
                    "clientVersionConfig", oneOf(ClientVersionConfig.class))
            .defaultsTo("CLIENT_VERSION_CONFIG_3X")
            .doc("Which versions of the KCL share the lease table; see AWS's guide to the migration from 2.x.");

    static final Key<Boolean> MIGRATE_ALL_ENTITIES = coordinator("migrateAllEntitiesToLeaseTable", bool())
            .defaultsTo("false")
            .doc("Whether the two further tables move into the lease table.");

    static final Key<Duration> MIGRATION_BAKE_TIME = coordinator("tableMigrationCompleteBakeTimeSeconds", seconds(0))
            .defaultsTo("86400")
            .doc("How long the moved tables must hold; the KCL keeps it between 3600 and 604800.");

    static final TableKeys TABLE = new TableKeys(
            GROUP,
            "coordinatorState",
            "coordinatorStateTableConfigBean",
            "CoordinatorStateTableConfig",
            "CoordinatorState",
            "the coordinator's state");

    static final Key<Duration> TASK_BACKOFF = GROUP.key("taskBackoffTimeMillis", millis(0))
            .defaultsTo("500")
            .feeds("LifecycleConfig.taskBackoffTimeMillis")
            .doc("The pause after a task of a shard that failed.");

    static final Key<Duration> LOG_WARNING_AFTER = GROUP.key("logWarningForTaskAfterMillis", millis(0))
            .whenUnset("never")
            .feeds("LifecycleConfig.logWarningForTaskAfterMillis")
            .doc("A task of a shard that takes longer is logged.");

    static final Key<Integer> READ_TIMEOUTS_TO_IGNORE = GROUP.key(
                    "readTimeoutsToIgnoreBeforeWarning", wholeNumber(0, Integer.MAX_VALUE))
            .defaultsTo("0")
            .feeds("LifecycleConfig.readTimeoutsToIgnoreBeforeWarning")
            .doc("How many time-outs of reading in a row are no warning.");

    static final Key<Boolean> EMPTY_BATCHES = GROUP.key("callProcessRecordsEvenForEmptyRecordList", bool())
            .defaultsTo("false")
            .feeds("ProcessorConfig.callProcessRecordsEvenForEmptyRecordList")
            .doc("Whether the processor is called when a read found no records.");

    private CoordinatorKeys() {}

    private static <T> KeyGroup.Declaration<T> coordinator(String name, ValueType<T> type) {
        return GROUP.key(name, type).feeds("CoordinatorConfig." + name);
    }
}
