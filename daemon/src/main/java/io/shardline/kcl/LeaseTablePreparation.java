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
 * Makes the lease table, its index and the first leases, makes this worker known, and takes the leases that are free if it
 * is alone, before the scheduler starts. The scheduler would do the same with waits made for fleets: a poll of 10 s for the
 * index, up to 30 s of looking at an empty table, and shardSyncIntervalMillis slept after the first sync (KCL 3.5.1:
 * DynamicMigrationComponentsInitializer.createGsi, Scheduler.shouldInitiateLeaseSync, ShardSyncTask).
 *
 * <p>Done with the KCL's own classes, and safe when several workers start at once: tables and leases are created only
 * if they do not exist.
 */
final class LeaseTablePreparation {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseTablePreparation.class);
    private static final long POLL_SECONDS = 1;
    private static final long PATIENCE_SECONDS = 600;

    private static final Duration FIRST_LOOK = Duration.ofMillis(50);
    private static final Duration LAST_LOOK = Duration.ofSeconds(2);

    /** Daemons of one fleet that start together are this far apart, or less: all of them make the same table. */
    private static final Duration ROLL_CALL = Duration.ofSeconds(1);

    /** More than there can be. */
    private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);

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
            LOG.atDebug().setCause(e).log("the lease table could not be prepared; the KCL goes on");
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
            // Who is not known when leases are handed out for the first time waits for the next balancing.
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
        return leases.waitUntilLeaseTableExists(POLL_SECONDS, PATIENCE_SECONDS);
    }

    /** The KCL's own wait looks every so many whole seconds. */
    private static void awaitIndex(LeaseRefresher leases) throws LeasingException, InterruptedException {
        Deadline end = Deadline.after(PATIENCE);
        Duration pause = FIRST_LOOK;
        while (!leases.isLeaseOwnerToLeaseKeyIndexActive() && !end.expired()) {
            TimeUnit.NANOSECONDS.sleep(end.remainingNanos(pause));
            pause = pause.multipliedBy(2).compareTo(LAST_LOOK) < 0 ? pause.multipliedBy(2) : LAST_LOOK;
        }
    }

    private void createFirstLeases(LeaseRefresher leases) throws LeasingException, InterruptedException {
        StreamConfig stream = Streams.configOf(scheduler);
        // As the scheduler's own initialization does, a moment later: without it no shard can be listed.
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
            LOG.atDebug().setCause(e).log("the first leases could not be created; the KCL goes on");
        }
    }
}
