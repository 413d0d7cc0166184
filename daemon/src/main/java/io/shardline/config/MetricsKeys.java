package io.shardline.config;

import static io.shardline.config.ValueTypes.millis;
import static io.shardline.config.ValueTypes.name;
import static io.shardline.config.ValueTypes.oneOf;
import static io.shardline.config.ValueTypes.wholeNumber;
import static io.shardline.config.ValueTypes.words;

import java.time.Duration;
import java.util.Set;

/** The KCL's own metrics. */
final class MetricsKeys {

    /** MetricsScope.METRICS_DIMENSIONS_ALL, KCL 3.5.1. */
    static final String ALL_DIMENSIONS = "ALL";

    static final KeyGroup GROUP = new KeyGroup("Metrics");

    static final Key<MetricsLevel> LEVEL = metrics("metricsLevel", oneOf(MetricsLevel.class))
            .defaultsTo("DETAILED")
            .doc("How much the KCL publishes to CloudWatch, which costs money; NONE: nothing.");

    static final Key<MetricsBackend> BACKEND = metrics("metricsBackend", oneOf(MetricsBackend.class))
            .defaultsTo("CLOUDWATCH")
            .doc("Where it publishes: CloudWatch, or the OpenTelemetry that a Java agent sets up.");

    static final Key<String> NAMESPACE = GROUP.key(
                    "namespace", name("namespace", "[a-zA-Z0-9_.#:/-]{1,255}", "1 to 255 letters, digits, _ . # : / -"))
            .whenUnset("applicationName")
            .feeds("ConfigsBuilder.namespace")
            .doc("The namespace in CloudWatch.");

    /** With 0 the KCL's publisher would never sleep (CloudWatchPublisherRunnable, KCL 3.5.1). */
    static final Key<Duration> BUFFER_TIME = metrics("metricsBufferTimeMillis", millis(1))
            .defaultsTo("10000")
            .doc("The longest time that values wait before they are sent.");

    static final Key<Integer> MAX_QUEUE_SIZE = metrics("metricsMaxQueueSize", wholeNumber(1, Integer.MAX_VALUE))
            .defaultsTo("10000")
            .doc("The most values that wait; further ones are dropped.");

    static final Key<Integer> FLUSH_BUFFER = metrics("publisherFlushBuffer", wholeNumber(1, Integer.MAX_VALUE))
            .defaultsTo("200")
            .doc("How many waiting values are sent at once.");

    static final Key<Set<String>> DIMENSIONS = metrics("metricsEnabledDimensions", words())
            .defaultsTo(ALL_DIMENSIONS)
            .doc("By what values are told apart: Operation, ShardId, WorkerIdentifier, StreamId, or ALL.");

    private MetricsKeys() {}

    private static <T> KeyGroup.Declaration<T> metrics(String name, ValueType<T> type) {
        return GROUP.key(name, type).feeds("MetricsConfig." + name);
    }
}
