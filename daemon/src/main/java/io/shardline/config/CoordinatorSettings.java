package io.shardline.config;

import java.time.Duration;

/**
 * The KCL's main loop and its tasks.
 *
 * @param parentShardPollInterval how often a child shard looks whether its parents are done
 * @param skipShardSyncIfLeasesExist whether the first look at the shards is left out when there are leases
 * @param initializationBackoff the pause after a failed start
 * @param maxInitializationAttempts the tries to start
 * @param migration moving from other versions of the KCL
 * @param stateTable the coordinator's table
 * @param lifecycle the tasks of a shard
 */
public record CoordinatorSettings(
        Duration parentShardPollInterval,
        boolean skipShardSyncIfLeasesExist,
        Duration initializationBackoff,
        int maxInitializationAttempts,
        Migration migration,
        TableSettings stateTable,
        LifecycleSettings lifecycle) {

    /**
     * Moving from other versions of the KCL.
     *
     * @param clientVersion which versions run beside us
     * @param allEntitiesToLeaseTable whether the two extra tables move into the lease table
     * @param bakeTime how long the moved state must hold; the KCL keeps it between an hour and seven days
     */
    public record Migration(ClientVersionConfig clientVersion, boolean allEntitiesToLeaseTable, Duration bakeTime) {}
}
