package io.shardline.config.lease;

import io.shardline.config.key.Require;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the daemon creates a DynamoDB table.
 *
 * @param name its name
 * @param readCapacity units, used with PROVISIONED only
 * @param writeCapacity units, used with PROVISIONED only
 * @param pointInTimeRecovery whether DynamoDB keeps continuous backups
 * @param deletionProtection whether DynamoDB refuses to delete it
 * @param tags of the new table
 */
public record TableSettings(
        String name,
        BillingMode billingMode,
        long readCapacity,
        long writeCapacity,
        boolean pointInTimeRecovery,
        boolean deletionProtection,
        Map<String, String> tags) {

    /** How DynamoDB charges for a table. */
    public enum BillingMode {
        PAY_PER_REQUEST,
        PROVISIONED
    }

    /** Checks the values. */
    public TableSettings {
        Require.notBlank("name", name);
        Require.atLeast("readCapacity", 0, readCapacity);
        Require.atLeast("writeCapacity", 0, writeCapacity);
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }
}
