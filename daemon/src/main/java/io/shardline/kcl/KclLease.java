package io.shardline.kcl;

import io.shardline.shard.port.Lease;
import java.util.Optional;
import java.util.UUID;
import software.amazon.kinesis.common.HashKeyRangeForLease;
import software.amazon.kinesis.leases.LeaseCoordinator;

/**
 * One term of holding a lease. The lease coordinator knows immediately when a lease is lost, the shard's processor only
 * when its running task has ended. The concurrency token distinguishes this term from a later one.
 */
final class KclLease implements Lease {
    private final LeaseCoordinator coordinator;
    private final String shardId;
    private final UUID token;
    private final HashKeyRangeForLease range;
    /** The counter when the lease was last seen: it grows with each renewal. */
    private volatile long counter;

    private KclLease(
            LeaseCoordinator coordinator, String shardId, UUID token, HashKeyRangeForLease range, long counter) {
        this.counter = counter;
        this.coordinator = coordinator;
        this.shardId = shardId;
        this.token = token;
        this.range = range;
    }

    /** {@return the present term; one that is over already if the lease was lost a moment ago} */
    static KclLease heldNow(LeaseCoordinator coordinator, String shardId) {
        software.amazon.kinesis.leases.Lease lease = coordinator.getCurrentlyHeldLease(shardId);
        return lease == null
                ? new KclLease(coordinator, shardId, null, null, 0)
                : new KclLease(
                        coordinator,
                        shardId,
                        lease.concurrencyToken(),
                        lease.hashKeyRangeForLease(),
                        lease.leaseCounter());
    }

    @Override
    public boolean isHeld() {
        return isThisTerm(coordinator.getCurrentlyHeldLease(shardId));
    }

    @Override
    public String fence() {
        software.amazon.kinesis.leases.Lease lease = coordinator.getCurrentlyHeldLease(shardId);
        if (isThisTerm(lease)) {
            counter = lease.leaseCounter();
        }
        return Long.toString(counter);
    }

    @Override
    public void release() {
        software.amazon.kinesis.leases.Lease lease = coordinator.getCurrentlyHeldLease(shardId);
        // Without a token, the lease was not visible when the session began: the term held now is that of the session.
        if (token == null || isThisTerm(lease)) {
            coordinator.dropLease(lease);
        }
    }

    private boolean isThisTerm(software.amazon.kinesis.leases.Lease lease) {
        return lease != null
                && lease.concurrencyToken() != null
                && lease.concurrencyToken().equals(token);
    }

    /** {@return the hash keys of the shard; empty for a lease of an old KCL that did not write them} */
    Optional<HashKeyRangeForLease> hashKeyRange() {
        return Optional.ofNullable(range);
    }
}
