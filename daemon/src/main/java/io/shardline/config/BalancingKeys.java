package io.shardline.config;

import static io.shardline.config.ValueTypes.bool;
import static io.shardline.config.ValueTypes.decimal;
import static io.shardline.config.ValueTypes.isoDuration;
import static io.shardline.config.ValueTypes.millis;
import static io.shardline.config.ValueTypes.percentage;
import static io.shardline.config.ValueTypes.wholeNumber;

import java.time.Duration;

/** How the load of machines steers the leases. */
final class BalancingKeys {

    static final KeyGroup GROUP = new KeyGroup("Load balancing (leaseAssignmentStrategy = WORKER_UTILIZATION_AWARE)");

    static final Key<Duration> CAPTURE_INTERVAL = key("inMemoryWorkerMetricsCaptureFrequencyMillis", millis(1))
            .defaultsTo("1000")
            .doc("How often this machine's load is taken.");

    static final Key<Duration> REPORT_INTERVAL = key("workerMetricsReporterFreqInMillis", millis(1))
            .whenUnset("half of failoverTimeMillis, at most 5000; 30000 while clientVersionConfig is not 3X")
            .doc("How often it is written to the table, one write; a daemon that is silent for twice this time of the"
                    + " leading one gets no leases, so clocks must agree better than that.");

    static final Key<Integer> PERSISTED_METRICS = key("noOfPersistedMetricsPerWorkerMetrics", wholeNumber(1, 10_000))
            .defaultsTo("10")
            .doc("How many values of each kind are kept there.");

    static final Key<Boolean> DISABLED = key("disableWorkerMetrics", bool())
            .defaultsTo("false")
            .doc("Whether the load of machines is left out, so that only the shards' throughput counts.");

    static final Key<Double> MAX_THROUGHPUT = key("maxThroughputPerHostKBps", decimal(0, Double.MAX_VALUE))
            .whenUnset("no limit")
            .doc("The most throughput of one daemon, in KB a second.");

    static final Key<Integer> DAMPENING =
            key("dampeningPercentage", percentage()).defaultsTo("60").doc("How much of an imbalance is moved at once.");

    static final Key<Integer> THRESHOLD = key("reBalanceThresholdPercentage", percentage())
            .defaultsTo("10")
            .doc("How far from the average a daemon's load may be.");

    static final Key<Boolean> OVERSHOOT = key("allowThroughputOvershoot", bool())
            .defaultsTo("true")
            .doc("Whether a lease may move that is larger than the imbalance.");

    /** The KCL divides by it (LeaseAssignmentManager, KCL 3.5.1). */
    static final Key<Integer> FREQUENCY = key("varianceBalancingFrequency", wholeNumber(1, 1_000_000))
            .whenUnset("3; without leaseAssignmentIntervalMillis as many as fit into six times failoverTimeMillis")
            .doc("One of how many assignments also balances.");

    static final Key<Double> EMA_ALPHA = key("workerMetricsEMAAlpha", decimal(0, 1))
            .defaultsTo("0.5")
            .doc("The weight of the newest value in the moving average of a load.");

    static final Key<Duration> STALE_CLEANUP = key("staleWorkerMetricsEntryCleanupDuration", isoDuration(Duration.ZERO))
            .defaultsTo("P1D")
            .doc("After this time the values of a silent daemon are deleted.");

    static final TableKeys TABLE = new TableKeys(
            GROUP,
            "workerMetrics",
            "workerMetricStatsTableConfigBean",
            "WorkerMetricsTableConfig",
            "WorkerMetricStats",
            "the machines' load");

    private BalancingKeys() {}

    private static <T> KeyGroup.Declaration<T> key(String name, ValueType<T> type) {
        return GROUP.key(name, type)
                .alias("workerUtilizationAwareAssignmentConfigBean." + name)
                .feeds("WorkerUtilizationAwareAssignmentConfig." + name);
    }
}
