package io.shardline.app;

import io.shardline.aws.AwsClients;
import io.shardline.child.ChildFactory;
import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.NamedThreads;
import io.shardline.concurrent.StopSignal;
import io.shardline.config.DaemonConfig;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.config.LoadedConfig;
import io.shardline.config.processor.ProcessorSettings;
import io.shardline.event.EventSource;
import io.shardline.failure.Failure;
import io.shardline.kcl.KclWorker;
import io.shardline.kcl.StartCheck;
import io.shardline.observe.DaemonMonitor;
import io.shardline.processor.ProcessorConnector;
import io.shardline.protocol.Encoder;
import io.shardline.shard.SessionServices;
import io.shardline.shard.port.DestinationException;
import io.shardline.shard.port.FailureDestination;
import io.shardline.stream.ShardRef;
import io.shardline.transport.WireTracer;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The whole daemon. {@link #run} is called once; {@link #stop} and {@link #kill} come from any thread.
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
    private final Optional<ChildFactory> children;

    public Daemon(LoadedConfig loaded) {
        this.loaded = loaded;
        this.identity = WorkerIdentity.claim(loaded.config().application());
        this.config = loaded.config().withWorkerId(identity.workerId());
        this.children = config.processor().hosted().isPresent()
                        || config.processor().command().isEmpty()
                ? Optional.empty()
                : Optional.of(children());
    }

    private ChildFactory children() {
        ProcessorSettings processor = config.processor();
        return new ChildFactory(
                processor.command(),
                processor.launch(),
                processor.logLevel().map(level -> Level.valueOf(level.name())),
                config.batches().failurePattern(),
                threads);
    }

    /** Requests an orderly stop. Returns immediately; later requests have no effect. */
    public void stop() {
        stopRequest.request("stop requested", Outcome.STOPPED);
    }

    /** Kills all processors immediately, after a second signal. */
    public void kill() {
        children.ifPresent(ChildFactory::close);
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
        // Never closed: their connections end with the process, and netty takes seconds to close.
        AwsClients clients = AwsClients.open(config);
        StartReport.log(loaded, config, clients.region());
        try {
            threads.execute(() -> awaitStopRequest(monitor));
            threads.execute(Encoder::preload);
            StartCheck startCheck = new StartCheck(config, clients, stopSignal);
            Optional<String> problem = startCheck.check();
            if (problem.isPresent()) {
                LOG.atError().log(problem.get());
                return Outcome.FAILED;
            }
            if (stopRequest.isRequested()) {
                return Outcome.STOPPED;
            }
            EventSource source = new EventSource(
                    startCheck.streamArn(),
                    clients.region(),
                    config.application().name());
            try (FailureDestination destination =
                            FailureDestinations.open(config, clients, startCheck.streamArn(), stopSignal);
                    ProcessorConnector connector =
                            ProcessorConnectors.open(config, children, source, tracer, threads)) {
                return work(clients, services(monitor, connector, destination));
            }
        } catch (IOException e) {
            LOG.atError().log("{}", e.getMessage());
            return Outcome.FAILED;
        } catch (DestinationException e) {
            LOG.atError().log("onFailure: {}", e.getMessage());
            return Outcome.FAILED;
        } finally {
            children.ifPresent(ChildFactory::close);
        }
    }

    private Outcome work(AwsClients clients, SessionServices services) throws InterruptedException {
        KclWorker worker = new KclWorker(config, clients, services, this::schedulerFailed);
        worker.start();
        stopSignal.await();
        StopRequest.Request request = stopRequest.await();
        Deadline end = Deadline.after(config.operations()
                .shutdownGrace()
                .minus(config.operations().shutdownGrace().dividedBy(8)));
        boolean inOrder = worker.stop(end);
        LOG.atInfo().log(inOrder ? "stopped" : "stopped, but not in an orderly way within the grace period");
        return inOrder ? request.outcome() : Outcome.FAILED;
    }

    /** Waits for a stop request and passes it on to the sessions. */
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

    private void schedulerFailed(Throwable fault) {
        LOG.atError().setCause(fault).log("the KCL's scheduler failed");
        stopRequest.request("the KCL's scheduler failed", Outcome.FAILED);
    }

    private SessionServices services(
            DaemonMonitor monitor, ProcessorConnector connector, FailureDestination destination) {
        return new SessionServices(
                connector,
                destination,
                SessionPoliciesFactory.create(config),
                monitor,
                stopSignal,
                new StopOnFailure(),
                threads);
    }

    private final class StopOnFailure implements SessionServices.Escalation {
        @Override
        public void processorFailed(ShardRef shard, Failure failure) {
            stopRequest.request(
                    "the processor of " + shard.shardId() + " " + failure.message() + " (onProcessorFailure = exit)",
                    Outcome.FAILED);
        }

        @Override
        public void sessionFailed(ShardRef shard, Throwable bug) {
            stopRequest.request(
                    "the session of " + shard.shardId() + " met a bug in the daemon: " + bug, Outcome.FAILED);
        }
    }
}
