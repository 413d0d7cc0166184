package io.shardline.kcl;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.shardline.concurrent.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.kinesis.metrics.CloudWatchMetricsFactory;
import software.amazon.kinesis.metrics.MetricsFactory;
import software.amazon.kinesis.metrics.MetricsLevel;
import software.amazon.kinesis.metrics.MetricsScope;
import software.amazon.kinesis.metrics.NullMetricsScope;
import software.amazon.kinesis.metrics.OtelMetricsFactory;

/**
 * Copies the KCL's own metrics to our registry, if it has a reader, and sends them where the KCL sends them. Their labels
 * are the application, the operation and the metric's name, never the shard or the worker: what matters about a shard is among our own
 * meters. Never throws. Called by the KCL's threads.
 */
final class MicrometerMetricsFactory implements MetricsFactory {
    private static final Logger LOG = LoggerFactory.getLogger(MicrometerMetricsFactory.class);
    private static final Duration LONGEST_FLUSH = Duration.ofSeconds(5);
    /** The KCL's dimension that says what it was doing (MetricsUtil.OPERATION_DIMENSION_NAME, 3.5.1). */
    private static final String OPERATION = "Operation";
    /** The KCL has about 150; more would mean that a name holds something that varies. */
    private static final int MAX_NAMES = 400;

    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final MetricsFactory kcl;
    private final Tags tags;
    private final boolean watched;
    private volatile boolean faultLogged;
    private final Map<String, Map<String, DoubleConsumer>> meters = new ConcurrentHashMap<>();

    /** @param tags the labels of the application */
    MicrometerMetricsFactory(MeterRegistry registry, MetricsFactory kcl, Tags tags) {
        this.registry = registry;
        this.kcl = kcl;
        this.tags = tags;
        this.watched = !(registry instanceof CompositeMeterRegistry all)
                || !all.getRegistries().isEmpty();
    }

    @Override
    public MetricsScope createMetrics() {
        try {
            return new Scope(kcl.createMetrics());
        } catch (RuntimeException | LinkageError e) {
            notMeasured(e);
            return new NullMetricsScope();
        }
    }

    private void notMeasured(Throwable fault) {
        if (!faultLogged) {
            faultLogged = true;
            LOG.atWarn()
                    .setCause(fault)
                    .log("a metric of the KCL could not be recorded; further failures are not logged");
        }
    }

    /**
     * Sends what has not been sent yet, if there is time. The scheduler does so only for the KCL's own classes (3.5.1,
     * Scheduler.finalShutdown).
     */
    void close(Deadline deadline, Executor threads) throws InterruptedException {
        try {
            CompletableFuture.runAsync(this::flush, threads)
                    .get(deadline.remainingNanos(LONGEST_FLUSH), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.atDebug().setCause(e).log("the last metrics of the KCL were not sent");
        }
    }

    private void flush() {
        if (kcl instanceof CloudWatchMetricsFactory cloudWatch) {
            cloudWatch.shutdown();
        } else if (kcl instanceof OtelMetricsFactory otel) {
            otel.shutdown();
        }
    }

    private DoubleConsumer meter(String operation, String name, StandardUnit unit) {
        if (unit == StandardUnit.MILLISECONDS || unit == StandardUnit.SECONDS) {
            TimeUnit thousandth = unit == StandardUnit.SECONDS ? TimeUnit.MILLISECONDS : TimeUnit.MICROSECONDS;
            Timer timer = Timer.builder("shardline.kcl")
                    .description("How long the KCL's operations take")
                    .tags(tags.and("operation", operation, "metric", name))
                    .register(registry);
            return value -> timer.record(Math.round(value * 1000), thousandth);
        }
        return DistributionSummary.builder("shardline.kcl.value")
                .description("What else the KCL counts and measures: the sum counts, sum by count is the mean")
                .tags(tags.and("operation", operation, "metric", name))
                .register(registry)::record;
    }

    /** {@return the meters of one operation, by their names, which have one unit each} */
    private Map<String, DoubleConsumer> metersOf(String operation) {
        return meters.computeIfAbsent(operation, any -> new ConcurrentHashMap<>());
    }

    private boolean isFull() {
        return meters.values().stream().mapToInt(Map::size).sum() >= MAX_NAMES;
    }

    /** One piece of the KCL's work. Used by one thread, or guarded by the KCL. */
    private final class Scope implements MetricsScope {
        private final MetricsScope scope;
        private String operation = "none";
        private Map<String, DoubleConsumer> known = metersOf(operation);

        Scope(MetricsScope scope) {
            this.scope = scope;
        }

        @Override
        public void addData(String name, double value, StandardUnit unit) {
            guarded(() -> {
                scope.addData(name, value, unit);
                record(name, value, unit);
            });
        }

        @Override
        public void addData(String name, double value, StandardUnit unit, MetricsLevel level) {
            guarded(() -> {
                scope.addData(name, value, unit, level);
                record(name, value, unit);
            });
        }

        @Override
        public void addDimension(String name, String value) {
            guarded(() -> scope.addDimension(name, value));
            if (name.equals(OPERATION)) {
                operation = value;
                known = metersOf(value);
            }
        }

        /** What measures must not stop the work that is measured. */
        private void guarded(Runnable measuring) {
            try {
                measuring.run();
            } catch (RuntimeException | LinkageError e) {
                notMeasured(e);
            }
        }

        private void record(String name, double value, StandardUnit unit) {
            if (!watched || !Double.isFinite(value) || value < 0) {
                return;
            }
            DoubleConsumer meter = known.get(name);
            if (meter == null) {
                meter = isFull()
                        ? meter(OTHER, OTHER, unit)
                        : known.computeIfAbsent(name, any -> meter(operation, name, unit));
            }
            meter.accept(value);
        }

        @Override
        public void end() {
            guarded(scope::end);
        }
    }
}
