package io.shardline.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shardline.concurrent.NamedThreads;
import io.shardline.config.DaemonConfig;
import io.shardline.config.operations.ListenAddress;
import io.shardline.config.retrieval.RetrievalSettings;
import io.shardline.http.Identity;
import io.shardline.http.OperationsServer;
import io.shardline.observe.DaemonMonitor;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators see of the daemon: the meters, the monitor that fills them, and the server that shows both. Without a
 * server and without OTLP the meters exist but count nothing.
 */
final class Observability implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Observability.class);

    private final CompositeMeterRegistry meters = new CompositeMeterRegistry();
    private final Optional<PrometheusMeterRegistry> scraped;
    private final DaemonMonitor monitor;
    private Optional<OperationsServer> server = Optional.empty();
    private Optional<JvmGcMetrics> collections = Optional.empty();

    private Observability(DaemonConfig config) {
        // All registries before the first meter: one that is added later misses what was counted before.
        config.operations().otlp().ifPresent(otlp -> meters.add(OtlpPush.start(otlp, config.application())));
        scraped =
                config.operations().httpListen().map(address -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        scraped.ifPresent(meters::add);
        monitor = new DaemonMonitor(
                meters,
                config.stream().name(),
                Clock.systemUTC(),
                config.operations().readinessStall());
        if (!meters.getRegistries().isEmpty()) {
            bindProcess();
        }
    }

    /**
     * Starts to observe the daemon, and starts the server if one is configured.
     *
     * @throws IOException if the server cannot listen at its address; the message is for people
     */
    static Observability open(DaemonConfig config) throws IOException {
        Observability observability = new Observability(config);
        Thread.setDefaultUncaughtExceptionHandler(observability::threadDied);
        SystemdNotifier.of(System.getenv())
                .ifPresent(manager -> observability.monitor.health().onPhase(manager::notifyPhase));
        Optional<ListenAddress> address = config.operations().httpListen();
        if (address.isPresent()) {
            observability.server = Optional.of(OperationsServer.start(
                    address.get(), observability.monitor, observability.scraped.orElseThrow(), identity(config)));
        }
        return observability;
    }

    DaemonMonitor monitor() {
        return monitor;
    }

    @Override
    public void close() {
        server.ifPresent(OperationsServer::close);
        collections.ifPresent(JvmGcMetrics::close);
        // Closing a registry pushes what was counted since the last push.
        meters.getRegistries().forEach(MeterRegistry::close);
        meters.close();
    }

    private void bindProcess() {
        collections = Optional.of(new JvmGcMetrics());
        List<MeterBinder> binders = List.of(
                collections.get(),
                new JvmMemoryMetrics(),
                new JvmThreadMetrics(),
                new ClassLoaderMetrics(),
                new JvmInfoMetrics(),
                new ProcessorMetrics(),
                new FileDescriptorMetrics(),
                new UptimeMetrics());
        binders.forEach(binder -> binder.bindTo(meters));
    }

    private void threadDied(Thread thread, Throwable fault) {
        LOG.atError().setCause(fault).log("the thread {} died: this is a bug", thread.getName());
        if (NamedThreads.isOurs(thread)) {
            monitor.health().threadDied(thread.getName());
        }
    }

    private static Identity identity(DaemonConfig config) {
        String version = Observability.class.getPackage().getImplementationVersion();
        return new Identity(
                version == null ? "(not built)" : version,
                config.application().name(),
                config.application().workerId(),
                config.retrieval() instanceof RetrievalSettings.Polling ? "polling" : "fan-out");
    }
}
