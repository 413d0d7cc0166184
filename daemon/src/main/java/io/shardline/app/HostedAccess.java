package io.shardline.app;

import io.shardline.child.ChildFactory;
import io.shardline.child.StopPlan;
import io.shardline.concurrent.Poller;
import io.shardline.concurrent.StopSignal;
import io.shardline.config.DaemonConfig;
import io.shardline.config.processor.HostedSettings;
import io.shardline.config.processor.ProcessorAddress;
import io.shardline.config.processor.ProcessorSettings;
import io.shardline.observe.ApplicationMonitor;
import io.shardline.processor.ProcessorConnector;
import io.shardline.processor.hosted.ApplicationPresence;
import io.shardline.processor.hosted.BatchGate;
import io.shardline.processor.hosted.Dialer;
import io.shardline.processor.hosted.HostedConnector;
import io.shardline.processor.hosted.HostedProgram;
import io.shardline.protocol.AttachedFields;
import io.shardline.transport.WireTracer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/** An application that listens: leases are held only while it is there. */
final class HostedAccess implements ProcessorAccess {
    /** How soon the stop of the daemon is noticed. */
    private static final Duration STOP_POLL = Duration.ofMillis(100);

    private final ApplicationPresence presence;
    private final HostedConnector connector;
    private final Optional<HostedProgram> program;
    private final Optional<ChildFactory> children;

    /**
     * Begins to watch the application, and starts it if the daemon is to start it.
     *
     * @param children starts the application's program; empty if it runs anyway
     * @param hurried the longest wait for the end of a connection while the daemon stops
     * @throws IOException if the program cannot be given an address; the message is for people
     */
    HostedAccess(
            DaemonConfig config,
            Optional<ChildFactory> children,
            Duration hurried,
            ApplicationMonitor monitor,
            WireTracer tracer,
            Executor threads)
            throws IOException {
        ProcessorSettings processor = config.processor();
        HostedSettings hosted = processor.hosted().orElseThrow();
        this.children = children;
        program = hosted.address() instanceof ProcessorAddress.Auto
                ? Optional.of(
                        HostedProgram.start(children.orElseThrow(), new StopPlan(Duration.ZERO, processor.termWait())))
                : Optional.empty();
        Dialer dialer =
                new Dialer(program.map(HostedProgram::address).orElse(hosted.address()), hosted.connectTimeout());
        BatchGate gate =
                new BatchGate(hosted.maxConcurrentBatches(), config.batches().hasFailurePolicy());
        presence = new ApplicationPresence(dialer, hosted.away(), gate, monitor::application);
        Duration stopWait = processor.stopWait();
        connector = new HostedConnector(
                dialer,
                presence,
                gate,
                new AttachedFields(
                        config.application().name(),
                        config.application().workerId(),
                        config.stream().name(),
                        config.stream().arn().map(Object::toString).orElse(null)),
                new HostedConnector.Limits(
                        stopWait, stopWait.compareTo(hurried) < 0 ? stopWait : hurried, processor.maxLineBytes()),
                new Poller("application-io"),
                tracer,
                threads);
        presence.start();
    }

    @Override
    public ProcessorConnector connector() {
        return connector;
    }

    @Override
    public boolean awaitReachable(Duration atMost) throws InterruptedException {
        return presence.awaitReachable(atMost);
    }

    @Override
    public boolean awaitEnd(StopSignal daemon) throws InterruptedException {
        while (!daemon.isRequested()) {
            if (presence.awaitRelease(STOP_POLL)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void released() {
        presence.released();
    }

    @Override
    public void kill() {
        presence.close();
        children.ifPresent(ChildFactory::close);
    }

    @Override
    public void close() {
        presence.close();
        program.ifPresent(HostedProgram::close);
    }
}
