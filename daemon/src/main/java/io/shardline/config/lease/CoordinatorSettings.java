package io.shardline.config.lease;

import io.shardline.config.key.Require;
import java.time.Duration;

/**
 * The KCL's main loop and its tasks.
 *
 * @param parentShardPollInterval how often the daemon checks whether the parents of a shard are finished
 * @param skipShardSyncIfLeasesExist whether shards and leases are not compared at start if there are leases
 * @param dispatchPollInterval the pause between two rounds of the main loop
 * @param initializationBackoff the pause after a failed attempt to start
 * @param maxInitializationAttempts the attempts to start
 * @param migration the migration from other versions of the KCL
 * @param stateTable the coordinator's table
 * @param lifecycle the tasks of a shard
 */
public record CoordinatorSettings(
        Duration parentShardPollInterval,
        boolean skipShardSyncIfLeasesExist,
        Duration dispatchPollInterval,
        Duration initializationBackoff,
        int maxInitializationAttempts,
        Migration migration,
        TableSettings stateTable,
        LifecycleSettings lifecycle) {

    /** Checks the values. */
    public CoordinatorSettings {
        Require.notNegative("parentShardPollInterval", parentShardPollInterval);
        Require.positive("dispatchPollInterval", dispatchPollInterval);
        Require.notNegative("initializationBackoff", initializationBackoff);
        Require.atLeast("maxInitializationAttempts", 1, maxInitializationAttempts);
    }

    /** Which versions of the KCL share the lease table; the names are MultiLangDaemon's. */
    public enum ClientVersion {
        CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X_PHASE1,
        CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X,
        CLIENT_VERSION_CONFIG_3X
    }

    /**
     * The migration from other versions of the KCL.
     *
     * @param clientVersion which versions share the lease table
     * @param allEntitiesToLeaseTable whether the two other tables move into the lease table
     * @param bakeTime how long the daemon waits before it completes the move; the KCL limits it to an hour to seven days
     */
    public record Migration(ClientVersion clientVersion, boolean allEntitiesToLeaseTable, Duration bakeTime) {
        /** Checks the values. */
        public Migration {
            Require.notNegative("bakeTime", bakeTime);
        }
    }
}
