package io.shardline.kcl;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.kinesis.leases.EntityType;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.leases.LeaseManagementConfig.WorkerUtilizationAwareAssignmentConfig;
import software.amazon.kinesis.leases.dynamodb.DynamoDBLeaseSerializer;
import software.amazon.kinesis.leases.exceptions.LeasingException;
import software.amazon.kinesis.worker.metricstats.WorkerMetricStats;
import software.amazon.kinesis.worker.metricstats.WorkerMetricStats.LegacyWorkerMetricStats;
import software.amazon.kinesis.worker.metricstats.delegate.LeaseTableWorkerMetricStatsDAODelegate;
import software.amazon.kinesis.worker.metricstats.delegate.LegacyTableWorkerMetricStatsDAODelegate;
import software.amazon.kinesis.worker.metricstats.delegate.WorkerMetricStatsDAODelegate;

/**
 * Writes and deletes this worker's load report, by which the leader finds the workers to assign leases to. The KCL writes
 * the report 2 s after the start, when the first assignment is over, and does not delete it at the end. So a worker that
 * has stopped is assigned leases until the report is too old (3.5.1:
 * DynamicMigrationComponentsInitializer.startWorkerMetricsReporting, MigrationAwareLAMDataManager.loadData).
 */
final class WorkerRegistration {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerRegistration.class);

    /** The leader considers a worker dead after it has missed this number of reports (MigrationAwareLAMDataManager, 3.5.1). */
    private static final int REPORTS_TO_MISS = 2;

    private final LeaseManagementConfig leases;
    private final DynamoDbAsyncClient dynamoDb;
    private final LegacyTableWorkerMetricStatsDAODelegate ownTable;
    private final LeaseTableWorkerMetricStatsDAODelegate leaseTable;

    @SuppressWarnings("deprecation") // a table of its own is what applications of KCL 3.0 to 3.4 have
    WorkerRegistration(LeaseManagementConfig leases) {
        this.leases = leases;
        this.dynamoDb = leases.dynamoDBClient();
        WorkerUtilizationAwareAssignmentConfig load = leases.workerUtilizationAwareAssignmentConfig();
        ownTable = new LegacyTableWorkerMetricStatsDAODelegate(
                dynamoDb, load.workerMetricsTableConfig(), load.workerMetricsReporterFreqInMillis());
        leaseTable = new LeaseTableWorkerMetricStatsDAODelegate(
                dynamoDb, leases.tableName(), load.workerMetricsReporterFreqInMillis());
    }

    /**
     * Registers this worker, without load, before the first assignment. The lease table must exist.
     *
     * <p>If reports have their own table, there may be workers before 3.5 that read the lease table, and they would not
     * understand an entry that is not a lease.
     */
    void announce() throws LeasingException {
        ownTable.initialize(); // looks whether the table is there
        WorkerMetricStatsDAODelegate<?> table = ownTable.isEnabled() ? ownTable : leaseTable;
        table.updateMetrics(LegacyWorkerMetricStats.builder()
                .workerId(leases.workerIdentifier())
                .metricStats(Map.of())
                .operatingRange(Map.of())
                .lastUpdateTime(Instant.now().getEpochSecond())
                .build());
    }

    /** {@return whether no other worker has reported lately, as the KCL's leader counts (MigrationAwareLAMDataManager)} */
    boolean isAlone() throws LeasingException {
        WorkerMetricStatsDAODelegate<?> table = ownTable.isEnabled() ? ownTable : leaseTable;
        Duration tooOld = Duration.ofMillis(REPORTS_TO_MISS
                * leases.workerUtilizationAwareAssignmentConfig().workerMetricsReporterFreqInMillis());
        return table.getAllWorkerMetricStats().stream()
                .allMatch(worker -> leases.workerIdentifier().equals(worker.getWorkerId()) || worker.isExpired(tooOld));
    }

    /** Makes this worker unknown. The answer never fails: an entry that stays is too old soon. */
    CompletableFuture<Void> withdraw() {
        AttributeValue worker = AttributeValue.fromS(leases.workerIdentifier());
        DeleteItemRequest inLeaseTable = DeleteItemRequest.builder()
                .tableName(leases.tableName())
                .key(Map.of(DynamoDBLeaseSerializer.LEASE_KEY_KEY, worker))
                // A lease may have any name.
                .conditionExpression("#type = :report")
                .expressionAttributeNames(Map.of("#type", WorkerMetricStats.ENTITY_TYPE_ATTRIBUTE_NAME))
                .expressionAttributeValues(
                        Map.of(":report", AttributeValue.fromS(EntityType.WORKER_METRIC_STATS.getDdbValue())))
                .build();
        List<CompletableFuture<Void>> deletions = ownTable.isEnabled()
                ? List.of(delete(inLeaseTable), delete(inOwnTable(worker)))
                : List.of(delete(inLeaseTable));
        return CompletableFuture.allOf(deletions.toArray(CompletableFuture[]::new));
    }

    @SuppressWarnings("deprecation")
    private DeleteItemRequest inOwnTable(AttributeValue worker) {
        return DeleteItemRequest.builder()
                .tableName(leases.workerUtilizationAwareAssignmentConfig()
                        .workerMetricsTableConfig()
                        .tableName())
                .key(Map.of(WorkerMetricStats.KEY_WORKER_ID, worker))
                .build();
    }

    private CompletableFuture<Void> delete(DeleteItemRequest request) {
        return dynamoDb.deleteItem(request).handle((answer, fault) -> {
            Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
            if (cause != null
                    && !(cause instanceof ConditionalCheckFailedException)
                    && !(cause instanceof ResourceNotFoundException)) {
                LOG.atDebug().setCause(cause).log("the load report in {} was not deleted", request.tableName());
            }
            return null;
        });
    }
}
