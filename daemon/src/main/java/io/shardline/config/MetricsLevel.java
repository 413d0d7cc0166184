package io.shardline.config;

/** How much the KCL publishes. */
public enum MetricsLevel {
    NONE,
    SUMMARY,
    DETAILED
}
