package io.shardline.app;

import io.shardline.aws.AwsClients;
import io.shardline.child.ChildFactory;
import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.StopSignal;
import io.shardline.config.DaemonConfig;
import io.shardline.event.EventSource;
import io.shardline.failure.Failure;
import io.shardline.kcl.KclWorker;
import io.shardline.kcl.StartCheck;
import io.shardline.observe.ApplicationMonitor;
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
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of an application, from its start until it stops or fails: one properties file, one lease table, one way to reach
 * its processors. It starts its KCL worker when processors can be reached, stops it in order when they cannot, and starts
 * another one later, as often as needed. Nothing of it belongs to the whole process.
 *
 * <p>{@link #run} is called once, {@link #stop} and {@link #kill} from any thread.
 */
final class Application implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);
    /** How soon a stop is noticed while processors are waited for. */
    private static final Duration STOP_POLL = Duration.ofMillis(100);

    private final DaemonConfig config;
    private final AwsClients clients;
    private final ApplicationMonitor monitor;
    private final Executor threads;
    private final WireTracer tracer;
    private final Optional<ChildFactory> children;
    /** Requested when the daemon stops, and when the application fails. */
    private final StopSignal ending = new StopSignal();

    private final AtomicReference<Optional<Failed>> failure = new AtomicReference<>(Optional.empty());

    /**
     * Why the application failed.
     *
     * @param reason for people
     * @param fatal whether the process cannot continue either
     */
    private record Failed(String reason, boolean fatal) {}

    /**
     * How a life ended.
     *
     * @param failure why the application failed; empty if it was stopped on request
     * @param fatal whether the process cannot continue either
     * @param inOrder whether everything was done within the grace period
     */
    record End(Optional<String> failure, boolean fatal, boolean inOrder) {
        static End failed(String reason) {
            return new End(Optional.of(reason), false, true);
        }
    }

    private volatile Runnable killer;

    /**
     * Starts nothing.
     *
     * @param config the effective configuration, with the worker id of this run
     */
    Application(
            DaemonConfig config, AwsClients clients, ApplicationMonitor monitor, WireTracer tracer, Executor threads) {
        this.config = config;
        this.clients = clients;
        this.monitor = monitor;
        this.threads = threads;
        this.tracer = tracer;
        this.children = ProcessorConnectors.children(config, threads);
        this.killer = () -> children.ifPresent(ChildFactory::close);
    }

    private Duration shutdownGrace() {
        return config.operations().shutdownGrace();
    }

    /** Runs until it is stopped, or until it cannot continue. */
    End run() throws InterruptedException {
        StartCheck startCheck = new StartCheck(config, clients, ending);
        Optional<String> problem = startCheck.check();
        if (problem.isPresent()) {
            return End.failed(problem.get());
        }
        if (ending.isRequested()) {
            return end(true);
        }
        EventSource source = new EventSource(
                startCheck.streamArn(), clients.region(), config.application().name());
        try (FailureDestination destination =
                        FailureDestinations.open(config, clients, startCheck.streamArn(), ending);
                ProcessorAccess processors = processors(source)) {
            killer = processors::kill;
            return work(destination, processors);
        } catch (IOException e) {
            return End.failed(e.getMessage());
        } catch (DestinationException e) {
            return End.failed("onFailure: " + e.getMessage());
        }
    }

    private ProcessorAccess processors(EventSource source) throws IOException {
        return config.processor().hosted().isPresent()
                ? new HostedAccess(config, children, shutdownGrace().dividedBy(8), monitor, tracer, threads)
                : new StartedAccess(ProcessorConnectors.open(config, children, source, tracer, threads), children);
    }

    private End work(FailureDestination destination, ProcessorAccess processors) throws InterruptedException {
        boolean inOrder = true;
        while (awaitReachable(processors)) {
            StopSignal stop = new StopSignal();
            KclWorker worker = new KclWorker(
                    config, clients, services(processors.connector(), destination, stop), this::schedulerFailed);
            worker.start();
            boolean last = processors.awaitEnd(ending);
            inOrder = stop(worker, stop, last);
            if (!last) {
                monitor.health().paused();
                processors.released();
            }
        }
        return end(inOrder);
    }

    private End end(boolean inOrder) {
        Optional<Failed> failed = failure.get();
        return new End(failed.map(Failed::reason), failed.map(Failed::fatal).orElse(false), inOrder);
    }

    /** Requests an orderly stop. Processors may still finish their current action until the deadline. */
    void stop(Deadline deadline) {
        ending.request(deadline);
    }

    private void fail(Failed failed) {
        if (failure.compareAndSet(Optional.empty(), Optional.of(failed)) && !ending.isRequested()) {
            LOG.atInfo().addKeyValue("application", config.application().name()).log("stopping: {}", failed.reason());
            ending.request(Deadline.after(shutdownGrace().dividedBy(2)));
        }
    }

    /** {@return whether there are processors; otherwise the application ends} */
    private boolean awaitReachable(ProcessorAccess processors) throws InterruptedException {
        while (!ending.isRequested()) {
            if (processors.awaitReachable(STOP_POLL)) {
                return true;
            }
        }
        return false;
    }

    private boolean stop(KclWorker worker, StopSignal stop, boolean last) throws InterruptedException {
        if (last) {
            stop.request(ending.statusDeadline());
        } else {
            stop.request(Deadline.after(shutdownGrace().dividedBy(2)), StopSignal.Reason.PROCESSOR_GONE);
        }
        Deadline end = Deadline.after(shutdownGrace().minus(shutdownGrace().dividedBy(8)));
        boolean inOrder = worker.stop(end);
        if (!last) {
            LOG.atInfo().log("the leases are released until the application is there");
            if (!worker.awaitEnd(end)) {
                LOG.atWarn().log("the KCL's scheduler did not end in time; a new one is started beside it");
            }
        }
        return inOrder;
    }

    private void schedulerFailed(Throwable fault) {
        LOG.atError()
                .setCause(fault)
                .addKeyValue("application", config.application().name())
                .log("the KCL's scheduler failed");
        fail(new Failed("the KCL's scheduler failed", fault instanceof OutOfMemoryError));
    }

    private SessionServices services(ProcessorConnector connector, FailureDestination destination, StopSignal stop) {
        return new SessionServices(
                connector,
                destination,
                SessionPoliciesFactory.create(config),
                monitor,
                stop,
                new FailOnEscalation(),
                threads);
    }

    private final class FailOnEscalation implements SessionServices.Escalation {
        @Override
        public void processorFailed(ShardRef shard, Failure cause) {
            fail(new Failed(
                    "the processor of " + shard.shardId() + " " + cause.message() + " (onProcessorFailure = exit)",
                    false));
        }

        @Override
        public void sessionFailed(ShardRef shard, Throwable bug) {
            fail(new Failed("the session of " + shard.shardId() + " met a bug in the daemon: " + bug, false));
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
