package io.shardline.kcl;

import io.shardline.concurrent.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.common.StreamConfig;
import software.amazon.kinesis.coordinator.CoordinatorConfig.ClientVersionConfig;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.coordinator.streamInfo.StreamIdCache;
import software.amazon.kinesis.exceptions.internal.KinesisClientLibIOException;
import software.amazon.kinesis.leases.HierarchicalShardSyncer;
import software.amazon.kinesis.leases.LeaseRefresher;
import software.amazon.kinesis.leases.exceptions.LeasingException;
import software.amazon.kinesis.metrics.NullMetricsScope;

/**
 * Prepares the lease table before the scheduler starts: creates the table, its index and the first leases, registers this
 * worker, and takes the free leases if it runs alone. The scheduler would do the same with waits that are made for
 * large fleets: it polls the index every 10 s, watches an empty table for up to 30 s, and sleeps for
 * shardSyncIntervalMillis after the first sync (KCL 3.5.1: DynamicMigrationComponentsInitializer.createGsi,
 * Scheduler.shouldInitiateLeaseSync, ShardSyncTask).
 *
 * <p>Uses the KCL's own classes, and is safe when several workers start at the same time: tables and leases are created
 * only if they do not exist.
 */
final class LeaseTablePreparation {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseTablePreparation.class);
    private static final long POLL_SECONDS = 1;
    private static final long TABLE_TIMEOUT_SECONDS = 600;

    private static final Duration FIRST_LOOK = Duration.ofMillis(50);
    private static final Duration LAST_LOOK = Duration.ofSeconds(2);

    /** Daemons of one fleet that start together are this far apart, or less: all of them make the same table. */
    private static final Duration ROLL_CALL = Duration.ofSeconds(1);

    /** More than there can be. */
    private static final Duration TABLE_TIMEOUT = Duration.ofSeconds(TABLE_TIMEOUT_SECONDS);

    private final Scheduler scheduler;
    private final WorkerRegistration presence;

    LeaseTablePreparation(Scheduler scheduler, WorkerRegistration presence) {
        this.scheduler = scheduler;
        this.presence = presence;
    }

    /** Prepares what can be prepared. What fails here is done, and reported, by the scheduler. */
    void run() throws InterruptedException {
        if (scheduler.coordinatorConfig().clientVersionConfig() != ClientVersionConfig.CLIENT_VERSION_CONFIG_3X) {
            return; // while a fleet migrates from 2.x the order of the steps is the KCL's own affair
        }
        try {
            prepare(scheduler.leaseRefresher());
        } catch (LeasingException | RuntimeException e) {
            LOG.atDebug().setCause(e).log("the lease table could not be prepared: the KCL prepares it");
        }
    }

    private void prepare(LeaseRefresher leases) throws LeasingException, InterruptedException {
        boolean complete = leases.isLeaseOwnerToLeaseKeyIndexActive();
        if (!complete && !createTable(leases)) {
            return;
        }
        boolean first = leases.isLeaseTableEmpty();
        presence.announce();
        Deadline rollCall = Deadline.after(ROLL_CALL);
        if (!complete) {
            leases.createLeaseOwnerToLeaseKeyIndexIfNotExists();
            awaitIndex(leases);
        }
        if (first) {
            createFirstLeases(leases);
            // A worker that is not registered at the first assignment of leases waits for the next one.
            TimeUnit.NANOSECONDS.sleep(rollCall.remainingNanos(ROLL_CALL));
            presence.announce(); // the first one has aged
        }
        if (presence.isAlone()) {
            new LoneWorkerAssignment(leases, scheduler.leaseManagementConfig()).take();
        }
    }

    /** {@return whether it is there now} */
    private boolean createTable(LeaseRefresher leases) throws LeasingException {
        if (leases.createLeaseTableIfNotExists()) {
            LOG.atInfo()
                    .addKeyValue("table", scheduler.leaseManagementConfig().tableName())
                    .log("lease table created");
        }
        return leases.waitUntilLeaseTableExists(POLL_SECONDS, TABLE_TIMEOUT_SECONDS);
    }

    /** The KCL's own wait looks every so many whole seconds. */
    private static void awaitIndex(LeaseRefresher leases) throws LeasingException, InterruptedException {
        Deadline end = Deadline.after(TABLE_TIMEOUT);
        Duration pause = FIRST_LOOK;
        while (!leases.isLeaseOwnerToLeaseKeyIndexActive() && !end.expired()) {
            TimeUnit.NANOSECONDS.sleep(end.remainingNanos(pause));
            pause = pause.multipliedBy(2).compareTo(LAST_LOOK) < 0 ? pause.multipliedBy(2) : LAST_LOOK;
        }
    }

    private void createFirstLeases(LeaseRefresher leases) throws LeasingException, InterruptedException {
        StreamConfig stream = SchedulerStream.configOf(scheduler);
        // The scheduler's own initialization does this a moment later: without it no shard can be listed.
        StreamIdCache.initialize(
                scheduler.streamIdCacheManager(),
                scheduler.leaseManagementConfig().streamIdOnboardingState());
        InitialPositionInStreamExtended position = stream.initialPositionInStreamExtended();
        try {
            new HierarchicalShardSyncer()
                    .checkAndCreateLeaseForNewShards(
                            scheduler.shardDetectorProvider().apply(stream),
                            leases,
                            position,
                            new NullMetricsScope(),
                            scheduler.leaseManagementConfig().ignoreUnexpectedChildShards(),
                            true);
        } catch (KinesisClientLibIOException e) {
            LOG.atDebug().setCause(e).log("the first leases could not be created: the KCL creates them");
        }
    }
}
