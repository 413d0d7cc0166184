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
import io.shardline.config.operations.OperationsSettings;
import io.shardline.config.stream.ApplicationSettings;
import io.shardline.http.OperationsServer;
import io.shardline.observe.ProcessMonitor;
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
    private final ProcessMonitor monitor;
    private Optional<OperationsServer> server = Optional.empty();
    private Optional<JvmGcMetrics> collections = Optional.empty();

    private Observability(List<DaemonConfig> configs) {
        OperationsSettings operations = configs.get(0).operations();
        // All registries before the first meter: one that is added later misses what was counted before.
        operations.otlp().ifPresent(otlp -> meters.add(OtlpPush.start(otlp, serviceOf(configs))));
        scraped = operations.httpListen().map(address -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        scraped.ifPresent(meters::add);
        monitor = new ProcessMonitor(
                meters,
                Clock.systemUTC(),
                phase -> SystemdNotifier.of(System.getenv()).ifPresent(manager -> manager.notifyPhase(phase)));
        if (!meters.getRegistries().isEmpty()) {
            bindProcess();
        }
    }

    /**
     * Starts to observe the daemon, and starts the server if one is configured.
     *
     * @param configs of all applications, with equal settings of operations
     * @throws IOException if the server cannot listen at its address; the message is for people
     */
    static Observability open(List<DaemonConfig> configs) throws IOException {
        Observability observability = new Observability(configs);
        Thread.setDefaultUncaughtExceptionHandler(observability::threadDied);
        Optional<ListenAddress> address = configs.get(0).operations().httpListen();
        if (address.isPresent()) {
            observability.server = Optional.of(OperationsServer.start(
                    address.get(), observability.monitor, observability.scraped.orElseThrow(), version()));
        }
        return observability;
    }

    ProcessMonitor monitor() {
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
            monitor.threadDied(thread.getName());
        }
    }

    /** What pushed metrics name as their source: all applications together have no name of their own. */
    private static ApplicationSettings serviceOf(List<DaemonConfig> configs) {
        ApplicationSettings first = configs.get(0).application();
        return configs.size() == 1
                ? first
                : new ApplicationSettings("shardline", first.tableName(), first.workerId(), Optional.empty());
    }

    private static String version() {
        String version = Observability.class.getPackage().getImplementationVersion();
        return version == null ? "(not built)" : version;
    }
}
