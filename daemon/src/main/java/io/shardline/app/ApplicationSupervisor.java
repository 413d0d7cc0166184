package io.shardline.app;

import io.shardline.aws.AwsClients;
import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.StopSignal;
import io.shardline.config.DaemonConfig;
import io.shardline.failure.Backoff;
import io.shardline.observe.ApplicationHealth.Phase;
import io.shardline.observe.ApplicationMonitor;
import io.shardline.transport.WireTracer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an application on a thread of its own, and starts it again when it has failed, unless the daemon ends because of
 * that. {@link #run} is called once, by that thread; everything else by any thread.
 */
final class ApplicationSupervisor {
    private static final Logger LOG = LoggerFactory.getLogger(ApplicationSupervisor.class);
    private static final Backoff RESTARTS = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    /** A life that has lasted this long makes the next failure the first one. */
    private static final Duration STABLE = Duration.ofMinutes(10);

    private final DaemonConfig config;
    private final AwsClients clients;
    private final ApplicationMonitor monitor;
    private final WireTracer tracer;
    private final Executor threads;
    private final StopSignal stop = new StopSignal();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Application current;
    private volatile boolean inOrder = true;
    private volatile boolean fatal;
    private volatile boolean endedByFailure;

    /**
     * Starts nothing.
     *
     * @param config the effective configuration, with the worker id of this run
     */
    ApplicationSupervisor(
            DaemonConfig config, AwsClients clients, ApplicationMonitor monitor, WireTracer tracer, Executor threads) {
        this.config = config;
        this.clients = clients;
        this.monitor = monitor;
        this.tracer = tracer;
        this.threads = threads;
    }

    /**
     * Runs the application until it is stopped.
     *
     * @param continues told of each failure; returns whether the application is started again
     */
    void run(Predicate<ApplicationSupervisor> continues) {
        try {
            int failures = 0;
            while (!stop.isRequested()) {
                Deadline stable = Deadline.after(STABLE);
                Application.End end = live();
                inOrder = inOrder && end.inOrder();
                if (end.failure().isEmpty()) {
                    return;
                }
                failures = stable.expired() ? 1 : failures + 1;
                fatal = end.fatal();
                if (!restarts(end.failure().get(), failures, continues)) {
                    endedByFailure = true;
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    private Application.End live() throws InterruptedException {
        try (Application application = new Application(config, clients, monitor, tracer, threads)) {
            current = application;
            if (stop.isRequested()) {
                application.stop(stop.statusDeadline());
            }
            return application.run();
        } catch (RuntimeException | Error e) {
            LOG.atError().setCause(e).addKeyValue("application", name()).log("the application failed: this is a bug");
            return new Application.End(
                    Optional.of("a bug in the daemon: " + e), e instanceof VirtualMachineError, true);
        }
    }

    private boolean restarts(String why, int failures, Predicate<ApplicationSupervisor> continues)
            throws InterruptedException {
        Duration pause =
                RESTARTS.pause(failures + 1, ThreadLocalRandom.current().nextDouble());
        monitor.health().failed(why, pause);
        if (!continues.test(this)) {
            LOG.atError().log("{}", why);
            return false;
        }
        LOG.atError()
                .addKeyValue("application", name())
                .addKeyValue("stream", config.stream().name())
                .log("the application failed and is started again in {} s: {}", pause.toSeconds(), why);
        return !stop.await(pause.toNanos());
    }

    /** Requests an orderly stop. Processors may still finish their current action until the deadline. */
    void stop(Deadline deadline) {
        stop.request(deadline);
        Application application = current;
        if (application != null) {
            application.stop(deadline);
        }
    }

    /** Kills all processors immediately. */
    void kill() {
        Application application = current;
        if (application != null) {
            application.kill();
        }
    }

    /** Waits until the application has ended for good, which takes at most the grace period from the stop on. */
    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** {@return whether the application has failed and does not run again yet} */
    boolean hasFailed() {
        return monitor.health().phase() == Phase.FAILED;
    }

    /** {@return whether the application has ended because it failed, and not in order after a stop} */
    boolean endedByFailure() {
        return endedByFailure;
    }

    /** {@return whether the last failure means that the process cannot continue either} */
    boolean isFatal() {
        return fatal;
    }

    /** {@return whether everything was done within the grace period} */
    boolean endedInOrder() {
        return inOrder;
    }

    /** {@return the name of the application} */
    String name() {
        return config.application().name();
    }
}
