package io.shardline.config;

import java.util.Map;

/**
 * How a DynamoDB table is made.
 *
 * @param name its name
 * @param readCapacity units, with PROVISIONED only
 * @param writeCapacity units, with PROVISIONED only
 * @param pointInTimeRecovery whether DynamoDB keeps continuous backups
 * @param tags put on the table when it is made
 */
public record TableSettings(
        String name,
        BillingMode billingMode,
        long readCapacity,
        long writeCapacity,
        boolean pointInTimeRecovery,
        boolean deletionProtection,
        Map<String, String> tags) {}
