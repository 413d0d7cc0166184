package io.shardline.config;

/**
 * What the KCL publishes about itself.
 *
 * @param level NONE publishes nothing and calls no CloudWatch
 */
public record MetricsSettings(MetricsLevel level) {}
