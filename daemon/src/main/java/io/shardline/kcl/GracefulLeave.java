package io.shardline.kcl;

import io.shardline.concurrent.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.kinesis.coordinator.LeaderDecider;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.leases.Lease;
import software.amazon.kinesis.leases.LeaseRefresher;
import software.amazon.kinesis.leases.exceptions.LeasingException;

/**
 * Lets a worker that stops leave the fleet in order: it is assigned no more leases, it gives up the leader lock, and it
 * releases its leases. Each step is bounded. A step that fails has no lasting effect: the entry expires in the table.
 */
final class GracefulLeave {
    private static final Logger LOG = LoggerFactory.getLogger(GracefulLeave.class);

    /** Longer than any stop takes. */
    static final Duration FOREVER = Duration.ofDays(1);

    private static final Duration STEP = Duration.ofSeconds(5);

    private final Scheduler scheduler;
    private final WorkerRegistration presence;
    private final Executor threads;

    GracefulLeave(Scheduler scheduler, WorkerRegistration presence, Executor threads) {
        this.scheduler = scheduler;
        this.presence = presence;
        this.threads = threads;
    }

    /** Makes the worker unknown to the one that hands out leases. The KCL's reports must have ended, else they go on. */
    void withdraw(Deadline deadline) throws InterruptedException {
        finish(presence.withdraw(), deadline, "this daemon may be given leases for some seconds");
    }

    /**
     * Releases the leader lock for good. The KCL does so only at its very end (3.5.1, PeriodicShardSyncManager.stop), and
     * until then no worker assigns leases.
     */
    void resign(Deadline deadline) throws InterruptedException {
        LeaderDecider leader = scheduler.leaderDecider();
        if (leader != null) {
            finish(
                    CompletableFuture.runAsync(leader::shutdown, threads),
                    deadline,
                    "another daemon becomes the leader when the lock has expired");
        }
    }

    private static void finish(CompletableFuture<Void> step, Deadline deadline, String otherwise)
            throws InterruptedException {
        try {
            step.get(deadline.remainingNanos(STEP), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.atDebug().setCause(e).log("{}", otherwise);
        }
    }

    /**
     * Clears the owner of the leases that are still ours in the table. The KCL only forgets them (3.5.1,
     * DynamoDBLeaseRenewer.dropLease), and other workers would wait until they expire.
     *
     * @return whether all of them are free
     */
    boolean release(Collection<Lease> held, Deadline deadline) throws InterruptedException {
        List<CompletableFuture<Void>> releases = new ArrayList<>();
        for (Lease lease : held) {
            releases.add(CompletableFuture.runAsync(() -> release(lease.leaseKey()), threads));
        }
        try {
            CompletableFuture.allOf(releases.toArray(CompletableFuture[]::new))
                    .get(deadline.remainingNanos(FOREVER), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            LOG.atWarn().setCause(e).log("not all leases were released: other workers take them when they expire");
            return false;
        }
    }

    /** This includes a lease that is being handed over: its next owner takes it as a free one. */
    private void release(String leaseKey) {
        LeaseRefresher leases = scheduler.leaseRefresher();
        try {
            Lease lease = leases.getLease(leaseKey);
            if (lease != null && scheduler.leaseCoordinator().workerIdentifier().equals(lease.actualOwner())) {
                leases.evictLease(lease);
            }
        } catch (LeasingException e) {
            throw new IllegalStateException("lease " + leaseKey + " was not released", e);
        }
    }
}
