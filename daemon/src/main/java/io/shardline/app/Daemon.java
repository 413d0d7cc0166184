package io.shardline.app;

import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.NamedThreads;
import io.shardline.concurrent.StopSignal;
import io.shardline.config.DaemonConfig;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.config.LoadedConfig;
import io.shardline.observe.DaemonMonitor;
import io.shardline.protocol.Encoder;
import io.shardline.transport.WireTracer;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole daemon: what belongs to the process, and its application. {@link #run} is called once; {@link #stop} and
 * {@link #kill} come from any thread.
 *
 * <p>The grace period of a stop is divided: half of it for statuses of processors, up to a quarter for processors that do
 * not exit when their stdin is closed, the rest for releasing the leases.
 */
public final class Daemon {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    /** How a run ended. */
    public enum Outcome {
        /** Stopped in an orderly way on request. */
        STOPPED,
        /** Something failed; the log has the cause. */
        FAILED
    }

    private final LoadedConfig loaded;
    private final WorkerIdentity identity;
    private final DaemonConfig config;
    private final StopRequest stopRequest = new StopRequest();
    private final StopSignal stopSignal = new StopSignal();
    private final ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.factory("shardline"));
    private volatile Runnable killer = () -> {};

    public Daemon(LoadedConfig loaded) {
        this.loaded = loaded;
        this.identity = WorkerIdentity.claim(loaded.config().application());
        this.config = loaded.config().withWorkerId(identity.workerId());
    }

    /** Requests an orderly stop. Returns immediately; later requests have no effect. */
    public void stop() {
        stopRequest.request("stop requested", Outcome.STOPPED);
    }

    /** Kills all processors immediately, after a second signal. */
    public void kill() {
        killer.run();
    }

    /**
     * Runs until a stop is requested or an unrecoverable failure.
     *
     * @throws InvalidConfigurationException if the configuration turns out to be unusable, for example without a region
     */
    public Outcome run() throws InvalidConfigurationException, InterruptedException {
        try (Observability operations = Observability.open(config)) {
            return run(operations.monitor(), WireTrace.open(config));
        } catch (IOException e) {
            LOG.atError().log("{}", e.getMessage());
            return Outcome.FAILED;
        } finally {
            identity.close();
        }
    }

    private Outcome run(DaemonMonitor monitor, WireTracer tracer)
            throws InvalidConfigurationException, InterruptedException {
        threads.execute(() -> awaitStopRequest(monitor));
        threads.execute(Encoder::preload);
        try (Application application =
                new Application(loaded, config, stopRequest, stopSignal, monitor, tracer, threads)) {
            killer = application::kill;
            return application.run();
        }
    }

    /** Waits for a stop request and passes it on to the application. */
    private void awaitStopRequest(DaemonMonitor monitor) {
        try {
            StopRequest.Request request = stopRequest.await();
            monitor.health().stopping();
            LOG.atInfo().log("stopping: {}", request.reason());
            stopSignal.request(
                    Deadline.after(config.operations().shutdownGrace().dividedBy(2)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
