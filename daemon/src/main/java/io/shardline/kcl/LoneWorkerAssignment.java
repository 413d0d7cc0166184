package io.shardline.kcl;

import io.shardline.concurrent.NamedThreads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.kinesis.leases.Lease;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.leases.LeaseRefresher;
import software.amazon.kinesis.leases.exceptions.LeasingException;

/**
 * Takes the leases without an owner for a worker that runs alone, before the scheduler starts. The scheduler then finds
 * them as its own immediately. Otherwise it would look for its leases before the first assignment, and look again only
 * half of leaseAssignmentIntervalMillis later (KCL 3.5.1, DynamoDBLeaseCoordinator.start).
 *
 * <p>A lease is taken as the KCL assigns one: only if it is still free in the table. So if two workers both believe that
 * they run alone, one of them gets it. If there are other workers, their leader assigns the leases.
 */
final class LoneWorkerAssignment {
    /** The scheduler renews what it finds one after the other before it begins (DynamoDBLeaseRenewer.initialize). */
    private static final int MOST = 100;

    private static final int AT_ONCE = 10;

    private final LeaseRefresher table;
    private final String workerId;
    private final int most;

    LoneWorkerAssignment(LeaseRefresher table, LeaseManagementConfig config) {
        this.table = table;
        this.workerId = config.workerIdentifier();
        this.most = Math.min(MOST, config.maxLeasesForWorker());
    }

    /** Takes them, unless a lease shows that there is another worker. */
    void take() throws LeasingException {
        List<Lease> all = table.listLeases();
        if (all.stream().anyMatch(this::isOfAnother)) {
            return;
        }
        long held = all.stream().filter(lease -> lease.leaseOwner() != null).count();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, NamedThreads.factory("free-leases"));
        try {
            List<Lease> free = new ArrayList<>(all);
            free.removeIf(lease -> lease.leaseOwner() != null);
            Collections.shuffle(free); // so that two that start at the same moment get some each
            List<CompletableFuture<Void>> taken = free.stream()
                    .limit(Math.max(0, most - held))
                    .map(lease -> CompletableFuture.runAsync(() -> take(lease), threads))
                    .toList();
            taken.forEach(CompletableFuture::join);
        } finally {
            threads.shutdown();
        }
    }

    private boolean isOfAnother(Lease lease) {
        String owner = lease.leaseOwner();
        return lease.checkpointOwner() != null || (owner != null && !owner.equals(workerId));
    }

    private void take(Lease lease) {
        try {
            table.assignLease(lease, workerId); // a lease that has got an owner meanwhile stays with it
        } catch (LeasingException e) {
            throw new CompletionException(e);
        }
    }
}
