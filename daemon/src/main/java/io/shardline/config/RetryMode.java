package io.shardline.config;

/** The AWS SDK's ways to retry. */
public enum RetryMode {
    LEGACY,
    STANDARD,
    ADAPTIVE_V2
}
