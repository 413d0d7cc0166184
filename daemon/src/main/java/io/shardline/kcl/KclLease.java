package io.shardline.kcl;

import io.shardline.kcl.lease.LeaseLosses;
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
    private final LeaseLosses losses;
    private volatile boolean released;
    /** The counter when the lease was last seen: it grows with each renewal. */
    private volatile long counter;

    private KclLease(
            LeaseCoordinator coordinator,
            LeaseLosses losses,
            String shardId,
            Optional<software.amazon.kinesis.leases.Lease> lease) {
        this.coordinator = coordinator;
        this.losses = losses;
        this.shardId = shardId;
        this.token = lease.map(held -> held.concurrencyToken()).orElse(null);
        this.range = lease.map(held -> held.hashKeyRangeForLease()).orElse(null);
        this.counter = lease.map(held -> held.leaseCounter()).orElse(0L);
    }

    /** {@return the present term; one that is over already if the lease was lost a moment ago} */
    static KclLease heldNow(LeaseCoordinator coordinator, LeaseLosses losses, String shardId) {
        return new KclLease(
                coordinator, losses, shardId, Optional.ofNullable(coordinator.getCurrentlyHeldLease(shardId)));
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
    public Optional<String> lossCause() {
        return released || isHeld() ? Optional.empty() : Optional.of(losses.causeOf(shardId));
    }

    @Override
    public void release() {
        released = true;
        software.amazon.kinesis.leases.Lease lease = coordinator.getCurrentlyHeldLease(shardId);
        // Without a token, the lease was not visible when the session began: the term held now is that of the session.
        if (lease != null && (token == null || isThisTerm(lease))) {
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
