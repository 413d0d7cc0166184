package io.shardline.config.lease;

import static io.shardline.config.key.NumberTypes.decimal;
import static io.shardline.config.key.NumberTypes.isoDuration;
import static io.shardline.config.key.NumberTypes.millis;
import static io.shardline.config.key.NumberTypes.percentage;
import static io.shardline.config.key.NumberTypes.wholeNumber;
import static io.shardline.config.key.ValueTypes.bool;

import io.shardline.config.key.Key;
import io.shardline.config.key.KeyGroup;
import io.shardline.config.key.ValueType;
import java.time.Duration;

/** The keys of load balancing. */
public final class BalancingKeys {

    public static final KeyGroup GROUP =
            new KeyGroup("Load balancing (leaseAssignmentStrategy = WORKER_UTILIZATION_AWARE)");

    static final Key<Duration> CAPTURE_INTERVAL = key("inMemoryWorkerMetricsCaptureFrequencyMillis", millis(1))
            .defaultsTo("1000")
            .doc("How often a daemon measures the load of its machine.");

    static final Key<Duration> REPORT_INTERVAL = key("workerMetricsReporterFreqInMillis", millis(1))
            .whenUnset("half of failoverTimeMillis, at most 5000; 30000 while clientVersionConfig is not 3X")
            .doc(
                    "How often a daemon reports its load, with one write. After twice this time without a report it is assigned no"
                            + " leases, so clocks must agree within that time.");

    static final Key<Integer> PERSISTED_METRICS = key("noOfPersistedMetricsPerWorkerMetrics", wholeNumber(1, 10_000))
            .defaultsTo("10")
            .doc("How many values of each measurement are kept in the table.");

    static final Key<Boolean> DISABLED = key("disableWorkerMetrics", bool())
            .whenUnset("false, or true if the daemon runs several applications")
            .doc("Ignore the load of the machines, so that only the throughput of the shards counts.");

    static final Key<Double> MAX_THROUGHPUT = key("maxThroughputPerHostKBps", decimal(0, Double.MAX_VALUE))
            .whenUnset("no limit")
            .doc("The maximum throughput of one daemon, in KB per second.");

    static final Key<Integer> DAMPENING = key("dampeningPercentage", percentage())
            .defaultsTo("60")
            .doc("How much of an imbalance is moved at one time.");

    static final Key<Integer> THRESHOLD = key("reBalanceThresholdPercentage", percentage())
            .defaultsTo("10")
            .doc("How far the load of a daemon may be from the average before leases are moved.");

    static final Key<Boolean> OVERSHOOT = key("allowThroughputOvershoot", bool())
            .defaultsTo("true")
            .doc("Allow moving a lease that is larger than the imbalance.");

    /** The KCL divides by it (LeaseAssignmentManager, KCL 3.5.1). */
    static final Key<Integer> FREQUENCY = key("varianceBalancingFrequency", wholeNumber(1, 1_000_000))
            .whenUnset(
                    "3 if leaseAssignmentIntervalMillis is set, else the number of assignments in six times failoverTimeMillis")
            .doc("Balance the load at every N-th assignment of leases.");

    static final Key<Double> EMA_ALPHA = key("workerMetricsEMAAlpha", decimal(0, 1))
            .defaultsTo("0.5")
            .doc("The weight of the newest value in the moving average of the load.");

    static final Key<Duration> STALE_CLEANUP = key("staleWorkerMetricsEntryCleanupDuration", isoDuration(Duration.ZERO))
            .defaultsTo("P1D")
            .doc("How long the values of a daemon that no longer reports are kept.");

    static final TableKeys TABLE = new TableKeys(
            GROUP,
            "workerMetrics",
            "workerMetricStatsTableConfigBean",
            "WorkerMetricsTableConfig",
            "WorkerMetricStats",
            "the load of the machines");

    private BalancingKeys() {}

    private static <T> KeyGroup.Declaration<T> key(String name, ValueType<T> type) {
        return GROUP.key(name, type)
                .alias("workerUtilizationAwareAssignmentConfigBean." + name)
                .feeds("WorkerUtilizationAwareAssignmentConfig." + name);
    }
}
