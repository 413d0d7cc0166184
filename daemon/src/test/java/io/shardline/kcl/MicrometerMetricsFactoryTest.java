package io.shardline.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.kinesis.metrics.MetricsLevel;
import software.amazon.kinesis.metrics.MetricsScope;
import software.amazon.kinesis.metrics.MetricsUtil;
import software.amazon.kinesis.metrics.NullMetricsFactory;

class MicrometerMetricsFactoryTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MicrometerMetricsFactory metrics =
            new MicrometerMetricsFactory(registry, new NullMetricsFactory(), Tags.of("application", "word-count"));

    @Test
    void whatTheKclMeasuresIsInOurRegistryByOperationAndNameAlone() {
        MetricsScope scope = MetricsUtil.createMetricsWithOperation(metrics, "RenewAllLeases");
        MetricsUtil.addWorkerIdentifier(scope, "worker-1");
        MetricsUtil.addShardId(scope, "shardId-7");
        scope.addData("CurrentLeases", 4, StandardUnit.COUNT, MetricsLevel.SUMMARY);
        scope.addData("Time", 12.5, StandardUnit.MILLISECONDS, MetricsLevel.DETAILED);
        scope.end();

        assertThat(registry.get("shardline.kcl.value")
                        .tags("operation", "RenewAllLeases", "metric", "CurrentLeases")
                        .summary()
                        .totalAmount())
                .isEqualTo(4);
        assertThat(registry.get("shardline.kcl").tag("metric", "Time").timer().totalTime(TimeUnit.MICROSECONDS))
                .isEqualTo(12_500);
        assertThat(registry.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().getTags())
                        .extracting("key")
                        .containsExactlyInAnyOrder("application", "operation", "metric"));
    }

    @Test
    void namesThatVaryDoNotFillTheRegistry() {
        MetricsScope scope = MetricsUtil.createMetricsWithOperation(metrics, "Anything");
        for (int i = 0; i < 5000; i++) {
            scope.addData("name-" + i, 1.0, StandardUnit.COUNT);
        }

        assertThat(registry.getMeters()).hasSizeLessThanOrEqualTo(401);
    }
}
