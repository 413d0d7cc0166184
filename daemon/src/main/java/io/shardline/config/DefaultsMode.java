package io.shardline.config;

/** The AWS SDK's sets of defaults for time-outs and retries. */
public enum DefaultsMode {
    LEGACY,
    STANDARD,
    MOBILE,
    CROSS_REGION,
    IN_REGION,
    AUTO
}
