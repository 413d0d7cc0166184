package io.shardline.config;

/** How DynamoDB charges for a table. */
public enum BillingMode {
    PAY_PER_REQUEST,
    PROVISIONED
}
