package io.shardline.app;

import io.shardline.aws.AwsClients;
import io.shardline.child.ChildFactory;
import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.StopSignal;
import io.shardline.config.DaemonConfig;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.config.LoadedConfig;
import io.shardline.event.EventSource;
import io.shardline.failure.Failure;
import io.shardline.kcl.KclWorker;
import io.shardline.kcl.StartCheck;
import io.shardline.observe.DaemonMonitor;
import io.shardline.processor.ProcessorConnector;
import io.shardline.shard.SessionServices;
import io.shardline.shard.port.DestinationException;
import io.shardline.shard.port.FailureDestination;
import io.shardline.stream.ShardRef;
import io.shardline.transport.WireTracer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One application: one properties file, one lease table, one way to reach its processors. It starts its KCL worker when
 * processors can be reached, stops it in order when they cannot, and starts another one later, as often as needed. Nothing
 * of it belongs to the whole process.
 *
 * <p>{@link #run} is called once, {@link #kill} from any thread.
 */
final class Application implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);
    /** How soon a stop of the daemon is noticed while processors are waited for. */
    private static final Duration STOP_POLL = Duration.ofMillis(100);

    private final LoadedConfig loaded;
    private final DaemonConfig config;
    private final StopRequest stopRequest;
    private final StopSignal daemonStop;
    private final DaemonMonitor monitor;
    private final Executor threads;
    private final WireTracer tracer;
    private final Optional<ChildFactory> children;
    private volatile Runnable killer;

    /**
     * Starts nothing.
     *
     * @param config the effective configuration, with the worker id of this run
     * @param stopRequest receives failures that end the daemon
     * @param daemonStop is requested when the daemon stops
     */
    Application(
            LoadedConfig loaded,
            DaemonConfig config,
            StopRequest stopRequest,
            StopSignal daemonStop,
            DaemonMonitor monitor,
            WireTracer tracer,
            Executor threads) {
        this.loaded = loaded;
        this.config = config;
        this.stopRequest = stopRequest;
        this.daemonStop = daemonStop;
        this.monitor = monitor;
        this.threads = threads;
        this.tracer = tracer;
        this.children = ProcessorConnectors.children(config, threads);
        this.killer = () -> children.ifPresent(ChildFactory::close);
    }

    private Duration shutdownGrace() {
        return config.operations().shutdownGrace();
    }

    /** Runs until the daemon stops, or until it cannot continue. */
    Daemon.Outcome run() throws InvalidConfigurationException, InterruptedException {
        // Never closed: their connections end with the process, and netty takes seconds to close.
        AwsClients clients = AwsClients.open(config);
        StartReport.log(loaded, config, clients.region());
        StartCheck startCheck = new StartCheck(config, clients, daemonStop);
        Optional<String> problem = startCheck.check();
        if (problem.isPresent()) {
            LOG.atError().log(problem.get());
            return Daemon.Outcome.FAILED;
        }
        if (stopRequest.isRequested()) {
            return Daemon.Outcome.STOPPED;
        }
        EventSource source = new EventSource(
                startCheck.streamArn(), clients.region(), config.application().name());
        try (FailureDestination destination =
                        FailureDestinations.open(config, clients, startCheck.streamArn(), daemonStop);
                ProcessorAccess processors = processors(source)) {
            killer = processors::kill;
            return work(clients, destination, processors);
        } catch (IOException e) {
            LOG.atError().log("{}", e.getMessage());
            return Daemon.Outcome.FAILED;
        } catch (DestinationException e) {
            LOG.atError().log("onFailure: {}", e.getMessage());
            return Daemon.Outcome.FAILED;
        }
    }

    private ProcessorAccess processors(EventSource source) throws IOException {
        return config.processor().hosted().isPresent()
                ? new HostedAccess(config, shutdownGrace().dividedBy(8), monitor, tracer, threads)
                : new StartedAccess(ProcessorConnectors.open(config, children, source, tracer, threads), children);
    }

    private Daemon.Outcome work(AwsClients clients, FailureDestination destination, ProcessorAccess processors)
            throws InterruptedException {
        boolean inOrder = true;
        while (awaitReachable(processors)) {
            StopSignal stop = new StopSignal();
            KclWorker worker = new KclWorker(
                    config, clients, services(processors.connector(), destination, stop), this::schedulerFailed);
            worker.start();
            boolean last = processors.awaitEnd(daemonStop);
            inOrder = stop(worker, stop, last);
            if (!last) {
                monitor.health().paused();
                processors.released();
            }
        }
        StopRequest.Request request = stopRequest.await();
        LOG.atInfo().log(inOrder ? "stopped" : "stopped, but not in an orderly way within the grace period");
        return inOrder ? request.outcome() : Daemon.Outcome.FAILED;
    }

    /** {@return whether there are processors; otherwise the daemon stops} */
    private boolean awaitReachable(ProcessorAccess processors) throws InterruptedException {
        while (!daemonStop.isRequested()) {
            if (processors.awaitReachable(STOP_POLL)) {
                return true;
            }
        }
        return false;
    }

    private boolean stop(KclWorker worker, StopSignal stop, boolean daemonStops) throws InterruptedException {
        if (daemonStops) {
            stop.request(daemonStop.statusDeadline());
        } else {
            stop.request(Deadline.after(shutdownGrace().dividedBy(2)), StopSignal.Reason.PROCESSOR_GONE);
        }
        Deadline end = Deadline.after(shutdownGrace().minus(shutdownGrace().dividedBy(8)));
        boolean inOrder = worker.stop(end);
        if (!daemonStops) {
            LOG.atInfo().log("the leases are released until the application is there");
            if (!worker.awaitEnd(end)) {
                LOG.atWarn().log("the KCL's scheduler did not end in time; a new one is started beside it");
            }
        }
        return inOrder;
    }

    private void schedulerFailed(Throwable fault) {
        LOG.atError().setCause(fault).log("the KCL's scheduler failed");
        stopRequest.request("the KCL's scheduler failed", Daemon.Outcome.FAILED);
    }

    private SessionServices services(
            ProcessorConnector connector, FailureDestination destination, StopSignal stop) {
        return new SessionServices(
                connector,
                destination,
                SessionPoliciesFactory.create(config),
                monitor,
                stop,
                new StopOnFailure(),
                threads);
    }

    private final class StopOnFailure implements SessionServices.Escalation {
        @Override
        public void processorFailed(ShardRef shard, Failure failure) {
            stopRequest.request(
                    "the processor of " + shard.shardId() + " " + failure.message() + " (onProcessorFailure = exit)",
                    Daemon.Outcome.FAILED);
        }

        @Override
        public void sessionFailed(ShardRef shard, Throwable bug) {
            stopRequest.request(
                    "the session of " + shard.shardId() + " met a bug in the daemon: " + bug, Daemon.Outcome.FAILED);
        }
    }

    /** Kills all processors immediately. */
    void kill() {
        killer.run();
    }

    @Override
    public void close() {
        children.ifPresent(ChildFactory::close);
    }
}
