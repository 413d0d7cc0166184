package io.shardline.config;

import static io.shardline.config.ValueTypes.oneOf;

/** The KCL's own metrics. */
final class MetricsKeys {

    static final KeyGroup GROUP = new KeyGroup("Metrics");

    static final Key<MetricsLevel> LEVEL = GROUP.key("metricsLevel", oneOf(MetricsLevel.class))
            .defaultsTo("DETAILED")
            .feeds("MetricsConfig.metricsLevel")
            .doc("How much the KCL publishes to CloudWatch, which costs money; NONE: nothing.");

    private MetricsKeys() {}
}
