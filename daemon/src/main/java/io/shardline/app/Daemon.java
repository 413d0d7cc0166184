package io.shardline.app;

import io.shardline.aws.AwsClients;
import io.shardline.aws.SharedAwsClients;
import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.NamedThreads;
import io.shardline.config.DaemonConfig;
import io.shardline.config.InvalidConfigurationException;
import io.shardline.config.LoadedConfig;
import io.shardline.config.operations.OperationsSettings;
import io.shardline.config.retrieval.RetrievalSettings;
import io.shardline.config.source.Problem;
import io.shardline.observe.ApplicationIdentity;
import io.shardline.observe.ProcessMonitor;
import io.shardline.protocol.Encoder;
import io.shardline.transport.WireTracer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole daemon: what belongs to the process, and its applications. {@link #run} is called once; {@link #stop} and
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

    private final List<LoadedConfig> loaded;
    private final OperationsSettings operations;
    private final StopRequest stopRequest = new StopRequest();
    private final ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.factory("shardline"));
    private final List<ApplicationSupervisor> applications = new CopyOnWriteArrayList<>();

    /**
     * Starts nothing.
     *
     * @param loaded the configuration of each application, at least one; what applies to the whole daemon is equal in all
     */
    public Daemon(List<LoadedConfig> loaded) {
        this.loaded = List.copyOf(loaded);
        this.operations = loaded.get(0).config().operations();
    }

    /** Requests an orderly stop. Returns immediately; later requests have no effect. */
    public void stop() {
        stopRequest.request("stop requested", Outcome.STOPPED);
    }

    /** Kills all processors immediately, after a second signal. */
    public void kill() {
        applications.forEach(ApplicationSupervisor::kill);
    }

    /**
     * Runs until a stop is requested or an unrecoverable failure.
     *
     * @throws InvalidConfigurationException if a configuration turns out to be unusable, for example without a region; then
     *     no application is started
     */
    public Outcome run() throws InvalidConfigurationException, InterruptedException {
        List<DaemonConfig> configs = new ArrayList<>();
        List<WorkerIdentity> identities = new ArrayList<>();
        for (LoadedConfig one : loaded) {
            WorkerIdentity identity = WorkerIdentity.claim(one.config().application());
            identities.add(identity);
            configs.add(one.config().withWorkerId(identity.workerId()));
        }
        try (Observability observability = Observability.open(configs)) {
            WireTracer tracer = WireTrace.open(operations);
            threads.execute(Encoder::preload);
            List<AwsClients> clients = openClients(configs);
            for (int i = 0; i < configs.size(); i++) {
                StartReport.log(loaded.get(i), configs.get(i), clients.get(i).region());
                applications.add(new ApplicationSupervisor(
                        configs.get(i),
                        clients.get(i),
                        observability
                                .monitor()
                                .add(
                                        identityOf(configs.get(i)),
                                        configs.get(i).operations().readinessStall()),
                        tracer,
                        threads));
            }
            return run(observability.monitor());
        } catch (IOException e) {
            LOG.atError().log("{}", e.getMessage());
            return Outcome.FAILED;
        } finally {
            identities.forEach(WorkerIdentity::close);
        }
    }

    private static List<AwsClients> openClients(List<DaemonConfig> configs) throws InvalidConfigurationException {
        SharedAwsClients shared = new SharedAwsClients();
        List<AwsClients> clients = new ArrayList<>();
        Set<Problem> problems = new LinkedHashSet<>();
        for (DaemonConfig config : configs) {
            try {
                clients.add(shared.open(config));
            } catch (InvalidConfigurationException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfigurationException(List.copyOf(problems));
        }
        return clients;
    }

    private Outcome run(ProcessMonitor monitor) throws InterruptedException {
        threads.execute(() -> awaitStopRequest(monitor));
        for (ApplicationSupervisor application : applications) {
            NamedThreads.start(
                    "application-" + application.name(), () -> application.run(this::continuesAfterFailureOf));
        }
        boolean inOrder = true;
        for (ApplicationSupervisor application : applications) {
            application.awaitEnd();
            inOrder &= application.endedInOrder();
        }
        Outcome outcome = stopRequest.await().outcome();
        if (!applications.stream().allMatch(ApplicationSupervisor::endedByFailure)) {
            LOG.atInfo().log(inOrder ? "stopped" : "stopped, but not in an orderly way within the grace period");
        }
        return inOrder ? outcome : Outcome.FAILED;
    }

    /** Decides what an application's failure means for the daemon. Called by the threads of the applications. */
    private synchronized boolean continuesAfterFailureOf(ApplicationSupervisor failed) {
        if (failed.isFatal()) {
            stopRequest.request("the process cannot continue", Outcome.FAILED);
        } else if (applications.stream().allMatch(ApplicationSupervisor::hasFailed)) {
            stopRequest.request(
                    applications.size() == 1 ? "the application failed" : "no application runs", Outcome.FAILED);
        } else if (operations.onApplicationFailure() == OperationsSettings.OnApplicationFailure.EXIT) {
            stopRequest.request(
                    "the application " + failed.name() + " failed (onApplicationFailure = exit)", Outcome.FAILED);
        }
        return !stopRequest.isRequested();
    }

    /** Waits for a stop request and passes it on to the applications. */
    private void awaitStopRequest(ProcessMonitor monitor) {
        try {
            StopRequest.Request request = stopRequest.await();
            monitor.stopping();
            LOG.atInfo().log("stopping: {}", request.reason());
            Deadline deadline = Deadline.after(operations.shutdownGrace().dividedBy(2));
            applications.forEach(application -> application.stop(deadline));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ApplicationIdentity identityOf(DaemonConfig config) {
        return new ApplicationIdentity(
                config.application().name(),
                config.stream().name(),
                config.application().workerId(),
                config.retrieval() instanceof RetrievalSettings.Polling ? "polling" : "fan-out");
    }
}
