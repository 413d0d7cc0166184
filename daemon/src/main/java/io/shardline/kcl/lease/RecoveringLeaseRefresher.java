package io.shardline.kcl.lease;

import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.kinesis.leases.Lease;
import software.amazon.kinesis.leases.dynamodb.DynamoDBLeaseRefresher;
import software.amazon.kinesis.leases.exceptions.DependencyException;
import software.amazon.kinesis.leases.exceptions.InvalidStateException;
import software.amazon.kinesis.leases.exceptions.ProvisionedThroughputException;
import software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber;

/**
 * Looks at the row again when the condition of a write has failed. The KCL takes this for the loss of the lease, except at
 * a renewal (3.5.1, DynamoDBLeaseRefresher.updateLease). The lease is still ours in these cases:
 *
 * <ul>
 *   <li>The write was carried out and its response was lost, so the SDK repeated it.
 *   <li>The row was deleted, or deleted and created again by the KCL's auditor at the initial position: reading from
 *       there would lose records or repeat all. The row is written again with the position in hand.
 * </ul>
 *
 * <p>The KCL calls it with the lock of the lease (DynamoDBLeaseRenewer), so one thread at a time for each lease.
 */
final class RecoveringLeaseRefresher extends DynamoDBLeaseRefresher {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveringLeaseRefresher.class);

    private final DynamoDBLeaseRefresher consistent;
    private final LeaseLosses losses;

    /**
     * Makes it.
     *
     * @param factory makes refreshers of the KCL's own kind
     * @param losses receives the causes of lost leases
     */
    RecoveringLeaseRefresher(RecoveringLeaseFactory factory, LeaseLosses losses) {
        super(
                factory.getTableName(),
                factory.getDynamoDBClient(),
                factory.getLeaseSerializer(),
                factory.isConsistentReads(),
                factory.getTableCreatorCallback(),
                factory.getDynamoDbRequestTimeout(),
                factory.tableConfig(),
                factory.isLeaseTableDeletionProtectionEnabled(),
                factory.isLeaseTablePitrEnabled(),
                factory.getTags());
        this.consistent = new DynamoDBLeaseRefresher(
                factory.getTableName(),
                factory.getDynamoDBClient(),
                factory.getLeaseSerializer(),
                true,
                factory.getTableCreatorCallback(),
                factory.getDynamoDbRequestTimeout(),
                factory.tableConfig(),
                factory.isLeaseTableDeletionProtectionEnabled(),
                factory.isLeaseTablePitrEnabled(),
                factory.getTags());
        this.losses = losses;
    }

    /** Consistent, whatever consistentReads says: a stale row would look like one of another worker. */
    @Override
    public Lease getLease(String leaseKey)
            throws DependencyException, InvalidStateException, ProvisionedThroughputException {
        return consistent.getLease(leaseKey);
    }

    @Override
    public boolean renewLease(Lease lease)
            throws DependencyException, InvalidStateException, ProvisionedThroughputException {
        try {
            boolean renewed = super.renewLease(lease) || recover(lease).isPresent();
            if (renewed) {
                losses.renewed(lease.leaseKey());
            }
            return renewed;
        } catch (DependencyException | InvalidStateException | ProvisionedThroughputException e) {
            losses.notRenewed(lease.leaseKey(), e);
            throw e;
        }
    }

    @Override
    public boolean updateLease(Lease lease)
            throws DependencyException, InvalidStateException, ProvisionedThroughputException {
        if (super.updateLease(lease)) {
            return true;
        }
        Optional<Lease> row = recover(lease);
        return row.isPresent() && (hasCheckpointsOf(lease, row.get()) || super.updateLease(lease));
    }

    /** {@return the row as it stands now, if the lease is still ours; then its counter is that of the row} */
    private Optional<Lease> recover(Lease lease)
            throws DependencyException, InvalidStateException, ProvisionedThroughputException {
        Lease row = consistent.getLease(lease.leaseKey());
        if (row == null) {
            return create(lease);
        }
        if (isOurLostWrite(row, lease)) {
            LOG.atDebug().addKeyValue("lease", lease.leaseKey()).log("the response to a write was lost");
            lease.leaseCounter(row.leaseCounter());
            return Optional.of(row);
        }
        if (wasCreatedAgain(row, lease)) {
            return takeBack(row, lease);
        }
        losses.taken(lease.leaseKey(), row.actualOwner());
        return Optional.empty();
    }

    /** Each write of the owner adds one to the counter, and nobody else writes as the owner. */
    private static boolean isOurLostWrite(Lease row, Lease lease) {
        return Objects.equals(row.actualOwner(), lease.actualOwner()) && row.leaseCounter() == lease.leaseCounter() + 1;
    }

    private static boolean hasCheckpointsOf(Lease lease, Lease row) {
        return Objects.equals(row.checkpoint(), lease.checkpoint())
                && Objects.equals(row.pendingCheckpoint(), lease.pendingCheckpoint());
    }

    /** A checkpoint never becomes an initial position again by itself. */
    private static boolean wasCreatedAgain(Lease row, Lease lease) {
        return isResumable(lease)
                && !lease.checkpoint().isSentinelCheckpoint()
                && row.checkpoint().isSentinelCheckpoint()
                && !ExtendedSequenceNumber.SHARD_END.equals(row.checkpoint());
    }

    /** The KCL deletes the leases of shards that are done (3.5.1, LeaseCleanupManager). */
    private static boolean isResumable(Lease lease) {
        return !lease.shutdownRequested() && !ExtendedSequenceNumber.SHARD_END.equals(lease.checkpoint());
    }

    private Optional<Lease> create(Lease lease)
            throws DependencyException, InvalidStateException, ProvisionedThroughputException {
        if (isResumable(lease) && createLeaseIfNotExists(lease)) {
            LOG.atError()
                    .addKeyValue("table", table)
                    .addKeyValue("row", lease.leaseKey())
                    .addKeyValue("checkpoint", lease.checkpoint().sequenceNumber())
                    .log("the row of a lease was deleted from the lease table: it was written again with the last"
                            + " checkpoint. Stop all daemons before you delete rows");
            return Optional.of(lease);
        }
        losses.deleted(lease.leaseKey());
        return Optional.empty();
    }

    /** Replaces the whole row, so that its counter continues from ours. */
    private Optional<Lease> takeBack(Lease row, Lease lease)
            throws DependencyException, InvalidStateException, ProvisionedThroughputException {
        deleteLease(row);
        return create(lease);
    }
}
