package io.shardline.kcl;

import io.shardline.kcl.KeyCases.Made;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.kinesis.common.DdbTableConfig;
import software.amazon.kinesis.leases.LeaseManagementConfig;

/** The three tables. */
final class TableKeyCases {

    private TableKeyCases() {}

    static void leaseTable(KeyCases cases) {
        LeaseKeyCases.lease(
                cases,
                "billingMode",
                LeaseManagementConfig::billingMode,
                "provisioned",
                BillingMode.PROVISIONED,
                "PAY_PER_REQUEST",
                BillingMode.PAY_PER_REQUEST);
        LeaseKeyCases.lease(
                cases, "initialLeaseTableReadCapacity", LeaseManagementConfig::initialLeaseTableReadCapacity, "21", 21);
        LeaseKeyCases.lease(
                cases,
                "initialLeaseTableWriteCapacity",
                LeaseManagementConfig::initialLeaseTableWriteCapacity,
                "22",
                22);
        LeaseKeyCases.lease(
                cases,
                "leaseTableDeletionProtectionEnabled",
                LeaseManagementConfig::leaseTableDeletionProtectionEnabled,
                "true",
                true,
                "false",
                false);
        LeaseKeyCases.lease(
                cases,
                "leaseTablePitrEnabled",
                LeaseManagementConfig::leaseTablePitrEnabled,
                "true",
                true,
                "false",
                false);
        LeaseKeyCases.lease(
                cases,
                "tags",
                LeaseManagementConfig::tags,
                "team=a, stage = b",
                List.of(tag("team", "a"), tag("stage", "b")));
        tables(cases, "workerMetrics", TableKeyCases::workerMetricsTable);
        tables(cases, "coordinatorState", TableKeyCases::coordinatorTable);
    }

    static void tables(KeyCases cases, String prefix, Function<Made, DdbTableConfig> table) {
        cases.key(prefix + "TableName", table.andThen(DdbTableConfig::tableName), "other", "other")
                .key(
                        prefix + "PointInTimeRecoveryEnabled",
                        table.andThen(DdbTableConfig::pointInTimeRecoveryEnabled),
                        "true",
                        true,
                        "false",
                        false)
                .key(
                        prefix + "DeletionProtectionEnabled",
                        table.andThen(DdbTableConfig::deletionProtectionEnabled),
                        "true",
                        true,
                        "false",
                        false)
                .key(prefix + "Tags", table.andThen(DdbTableConfig::tags), "team=a", List.of(tag("team", "a")))
                .key(prefix + "ReadCapacity", table.andThen(DdbTableConfig::readCapacity), "31", 31L, "0", 0L)
                .key(prefix + "WriteCapacity", table.andThen(DdbTableConfig::writeCapacity), "32", 32L, "0", 0L);
        cases.with(prefix + "ReadCapacity = 1", prefix + "WriteCapacity = 1")
                .key(
                        prefix + "BillingMode",
                        table.andThen(DdbTableConfig::billingMode),
                        "PROVISIONED",
                        BillingMode.PROVISIONED)
                .with();
    }

    @SuppressWarnings("deprecation") // the KCL still reads it
    private static DdbTableConfig workerMetricsTable(Made made) {
        return made.kcl()
                .leaseManagement()
                .workerUtilizationAwareAssignmentConfig()
                .workerMetricsTableConfig();
    }

    @SuppressWarnings("deprecation") // the KCL still reads it
    private static DdbTableConfig coordinatorTable(Made made) {
        return made.kcl().coordinator().coordinatorStateTableConfig();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
