package io.shardline.app;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.shardline.concurrent.NamedThreads;
import io.shardline.config.operations.OtlpSettings;
import io.shardline.config.stream.ApplicationSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Pushes the meters with OTLP over HTTP. */
final class OtlpPush {
    private OtlpPush() {}

    /** {@return a registry that pushes until it is closed} */
    static MeterRegistry start(OtlpSettings settings, ApplicationSettings application) {
        return OtlpMeterRegistry.builder(new Config(settings, application))
                .clock(Clock.SYSTEM)
                .threadFactory(NamedThreads.factory("otlp"))
                .build();
    }

    private record Config(OtlpSettings settings, ApplicationSettings application) implements OtlpConfig {
        @Override
        public String get(String key) {
            return null;
        }

        @Override
        public String url() {
            return settings.endpoint().toString();
        }

        @Override
        public Duration step() {
            return settings.interval();
        }

        @Override
        public Map<String, String> headers() {
            Map<String, String> headers = new HashMap<>(OtlpConfig.super.headers());
            headers.putAll(settings.headers());
            return headers;
        }

        /** OpenTelemetry's own variables (OTEL_RESOURCE_ATTRIBUTES, OTEL_SERVICE_NAME) override our names. */
        @Override
        public Map<String, String> resourceAttributes() {
            Map<String, String> attributes = new HashMap<>();
            attributes.put("service.name", application.name());
            attributes.put("service.instance.id", application.workerId());
            attributes.putAll(OtlpConfig.super.resourceAttributes());
            return attributes;
        }
    }
}
