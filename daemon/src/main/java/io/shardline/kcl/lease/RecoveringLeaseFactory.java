package io.shardline.kcl.lease;

import software.amazon.kinesis.common.DdbTableConfig;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.leases.dynamodb.DynamoDBLeaseManagementFactory;
import software.amazon.kinesis.leases.dynamodb.DynamoDBLeaseRefresher;
import software.amazon.kinesis.leases.dynamodb.DynamoDBLeaseSerializer;

/** The KCL's lease management, with a lease table that recovers from lost responses and deleted rows. */
public final class RecoveringLeaseFactory extends DynamoDBLeaseManagementFactory {
    private final LeaseLosses losses;

    /**
     * Makes it.
     *
     * @param config complete: later changes have no effect
     * @param losses receives the causes of lost leases
     */
    public RecoveringLeaseFactory(LeaseManagementConfig config, LeaseLosses losses) {
        super(config, new DynamoDBLeaseSerializer(), false);
        this.losses = losses;
    }

    @Override
    public DynamoDBLeaseRefresher createLeaseRefresher() {
        return new RecoveringLeaseRefresher(this, losses);
    }

    /** As the KCL makes it (3.5.1, DynamoDBLeaseManagementFactory.createLeaseRefresher). */
    DdbTableConfig tableConfig() {
        DdbTableConfig table = new DdbTableConfig();
        table.billingMode(getBillingMode());
        table.readCapacity(getInitialLeaseTableReadCapacity());
        table.writeCapacity(getInitialLeaseTableWriteCapacity());
        return table;
    }
}
