package io.shardline.integration.harness;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** The KCL's lease table, read as an operator would. */
public final class LeaseTable {
    private final DynamoDbClient dynamoDb;
    private final String table;

    LeaseTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /**
     * One shard's lease.
     *
     * @param shard its key
     * @param owner the worker that holds it
     * @param checkpoint a sequence number, or a word such as TRIM_HORIZON or SHARD_END
     * @param subSequence the place inside an aggregated record
     */
    public record Lease(String shard, Optional<String> owner, String checkpoint, long subSequence) {}

    /** All leases; none while the table does not exist. */
    public List<Lease> leases() {
        try {
            return dynamoDb.scanPaginator(request -> request.tableName(table).consistentRead(true)).items().stream()
                    .filter(item -> item.containsKey("checkpoint"))
                    .map(LeaseTable::lease)
                    .toList();
        } catch (ResourceNotFoundException e) {
            return List.of();
        }
    }

    /** The workers that the one that hands out leases knows of: those with a report of load in the table. */
    public List<String> reportingWorkers() {
        return dynamoDb.scanPaginator(request -> request.tableName(table).consistentRead(true)).items().stream()
                .filter(item -> item.containsKey("lut"))
                .map(item -> item.get("leaseKey").s())
                .toList();
    }

    /** The lease of one shard, when there is one. */
    public Optional<Lease> lease(String shard) {
        return leases().stream().filter(lease -> lease.shard().equals(shard)).findFirst();
    }

    /** Deletes the row of one shard, as an operator might by mistake. */
    public void delete(String shard) {
        dynamoDb.deleteItem(request -> request.tableName(table).key(Map.of("leaseKey", AttributeValue.fromS(shard))));
    }

    /** Gives one shard's lease to another worker, as the KCL's leader does. */
    public void assign(String shard, String worker) {
        dynamoDb.updateItem(request -> request.tableName(table)
                .key(Map.of("leaseKey", AttributeValue.fromS(shard)))
                .updateExpression("SET leaseOwner = :worker ADD leaseCounter :one")
                .expressionAttributeValues(
                        Map.of(":worker", AttributeValue.fromS(worker), ":one", AttributeValue.fromN("1"))));
    }

    /** Sets one shard's checkpoint, and nothing else. */
    public void setCheckpoint(String shard, String checkpoint) {
        dynamoDb.updateItem(request -> request.tableName(table)
                .key(Map.of("leaseKey", AttributeValue.fromS(shard)))
                .updateExpression("SET checkpoint = :checkpoint")
                .expressionAttributeValues(Map.of(":checkpoint", AttributeValue.fromS(checkpoint))));
    }

    private static Lease lease(Map<String, AttributeValue> item) {
        return new Lease(
                item.get("leaseKey").s(),
                Optional.ofNullable(item.get("leaseOwner")).map(AttributeValue::s),
                item.get("checkpoint").s(),
                Optional.ofNullable(item.get("checkpointSubSequenceNumber"))
                        .map(value -> Long.parseLong(value.n()))
                        .orElse(0L));
    }
}
