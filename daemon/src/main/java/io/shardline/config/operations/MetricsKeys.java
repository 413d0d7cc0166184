package io.shardline.config.operations;

import static io.shardline.config.key.NumberTypes.millis;
import static io.shardline.config.key.NumberTypes.wholeNumber;
import static io.shardline.config.key.ValueTypes.name;
import static io.shardline.config.key.ValueTypes.oneOf;
import static io.shardline.config.key.ValueTypes.words;

import io.shardline.config.key.Key;
import io.shardline.config.key.KeyGroup;
import io.shardline.config.key.ValueType;
import java.time.Duration;
import java.util.Set;

/** The keys of the KCL's own metrics. */
public final class MetricsKeys {

    /** MetricsScope.METRICS_DIMENSIONS_ALL, KCL 3.5.1. */
    static final String ALL_DIMENSIONS = "ALL";

    public static final KeyGroup GROUP = new KeyGroup("Metrics of the KCL");

    static final Key<MetricsSettings.Level> LEVEL = metrics("metricsLevel", oneOf(MetricsSettings.Level.class))
            .defaultsTo("DETAILED")
            .doc("How much the KCL publishes to CloudWatch, for a charge. NONE publishes nothing.");

    static final Key<MetricsSettings.Backend> BACKEND = metrics("metricsBackend", oneOf(MetricsSettings.Backend.class))
            .extension()
            .defaultsTo("CLOUDWATCH")
            .doc("Where the KCL publishes its metrics: CloudWatch, or the OpenTelemetry that a Java agent sets up.");

    static final Key<String> NAMESPACE = GROUP.key(
                    "namespace", name("namespace", "[a-zA-Z0-9_.#:/-]{1,255}", "1 to 255 letters, digits, _ . # : / -"))
            .extension()
            .whenUnset("applicationName")
            .feeds("ConfigsBuilder.namespace")
            .doc("The namespace of the metrics in CloudWatch.");

    /** With 0 the KCL's publisher would never sleep (CloudWatchPublisherRunnable, KCL 3.5.1). */
    static final Key<Duration> BUFFER_TIME = metrics("metricsBufferTimeMillis", millis(1))
            .defaultsTo("10000")
            .doc("The longest time before values are sent.");

    static final Key<Integer> MAX_QUEUE_SIZE = metrics("metricsMaxQueueSize", wholeNumber(1, Integer.MAX_VALUE))
            .defaultsTo("10000")
            .doc("The maximum number of values that wait to be sent. Further values are dropped.");

    static final Key<Integer> FLUSH_BUFFER = metrics("publisherFlushBuffer", wholeNumber(1, Integer.MAX_VALUE))
            .extension()
            .defaultsTo("200")
            .doc("How many values are sent together.");

    static final Key<Set<String>> DIMENSIONS = metrics("metricsEnabledDimensions", words())
            .defaultsTo(ALL_DIMENSIONS)
            .doc("The dimensions of the metrics: Operation, ShardId, WorkerIdentifier, StreamId, or ALL.");

    private MetricsKeys() {}

    private static <T> KeyGroup.Declaration<T> metrics(String name, ValueType<T> type) {
        return GROUP.key(name, type).feeds("MetricsConfig." + name);
    }
}
