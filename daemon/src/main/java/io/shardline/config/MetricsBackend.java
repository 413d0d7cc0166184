package io.shardline.config;

/** Where the KCL publishes its metrics. */
public enum MetricsBackend {
    CLOUDWATCH,
    /** To the process's OpenTelemetry, which a Java agent sets up; without one, nowhere. */
    OTEL
}
