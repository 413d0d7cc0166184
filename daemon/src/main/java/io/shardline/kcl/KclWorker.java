package io.shardline.kcl;

import io.shardline.aws.AwsClients;
import io.shardline.concurrent.Deadline;
import io.shardline.concurrent.NamedThreads;
import io.shardline.config.DaemonConfig;
import io.shardline.kcl.fetch.ShardTasks;
import io.shardline.kcl.fetch.TrackedRetrieval;
import io.shardline.kcl.lease.LeaseLosses;
import io.shardline.kcl.lease.RecoveringLeaseFactory;
import io.shardline.observe.ApplicationHealth;
import io.shardline.shard.SessionServices;
import io.shardline.stream.ShardRef;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.coordinator.WorkerStateChangeListener;
import software.amazon.kinesis.leases.Lease;
import software.amazon.kinesis.leases.ShardInfo;

/**
 * Runs the KCL's scheduler on its own thread: prepares it, runs it, stops it in order, and releases the leases.
 *
 * <p>{@link #start} and {@link #stop} are called by the thread that runs the daemon.
 */
public final class KclWorker {
    private static final Logger LOG = LoggerFactory.getLogger(KclWorker.class);
    /**
     * A scheduler that fails once in its initialization can never succeed: two workers of a new application that start
     * at the same moment race for the migration state, and the loser's state machine stays half built (3.5.1,
     * MigrationStateMachineImpl.initialize). So a new scheduler is made instead.
     */
    private static final int INITIALIZATIONS_OF_A_SCHEDULER = 1;
    /**
     * How long the KCL may take to ask the processors to shut down. It first waits for its own threads, a minute if a
     * task of theirs was dropped (3.5.1, DynamicMigrationComponentsInitializer.shutdown).
     */
    private static final Duration SHUTDOWN_REQUEST_TIMEOUT = Duration.ofSeconds(3);
    /** Before a scheduler takes the place of one that failed. */
    private static final Duration REPLACEMENT_PAUSE = Duration.ofSeconds(1);

    private final DaemonConfig config;
    private final AwsClients clients;
    private final SessionServices services;
    private volatile Scheduler scheduler;
    private final ShardProcessors processors = new ShardProcessors();
    private final LeaseLosses losses = new LeaseLosses();
    private final WorkerRegistration presence;
    private volatile Throwable notInitialized;
    /** As often as the KCL would initialize one scheduler. */
    private int starts;

    private final Executor threads;
    private final Consumer<Throwable> onFailure;
    private final ApplicationHealth health;
    private final KclThreadNames libraryThreads = new KclThreadNames();
    private volatile MicrometerMetricsFactory metrics;
    private TrackedRetrieval retrieval;
    private StateListener listener;
    /** Whether the scheduler's loop has ended: then the KCL finishes nothing that it has begun. */
    private volatile boolean loopEnded;

    private Thread thread;
    private volatile boolean started;
    private volatile boolean stopping;

    /**
     * Builds the scheduler. Nothing is called yet.
     *
     * @param services what the shards' sessions share
     * @param onFailure called once, on the scheduler's thread, if the scheduler ends without being asked to
     */
    public KclWorker(DaemonConfig config, AwsClients clients, SessionServices services, Consumer<Throwable> onFailure) {
        this.config = config;
        this.clients = clients;
        this.services = services;
        this.onFailure = onFailure;
        this.threads = services.threads();
        this.health = services.monitor().health();
        this.scheduler = newScheduler();
        this.presence = new WorkerRegistration(scheduler.leaseManagementConfig());
    }

    private Scheduler newScheduler() {
        KclConfiguration kcl = KclConfiguration.of(
                config,
                clients,
                () -> new KclShardProcessor(
                        this::scheduler, clients.kinesis(), services, processors, this::shard, losses),
                processors::count);
        starts = kcl.coordinator().maxInitializationAttempts();
        listener = new StateListener();
        kcl.coordinator()
                .maxInitializationAttempts(INITIALIZATIONS_OF_A_SCHEDULER)
                .workerStateChangeListener(listener)
                .shardPrioritization(this::beat);
        metrics = new MicrometerMetricsFactory(
                services.monitor().registry(),
                kcl.metrics().metricsFactory(),
                services.monitor().identity().tags());
        kcl.metrics().metricsFactory(metrics);
        retrieval = new TrackedRetrieval(kcl.retrieval().retrievalFactory());
        kcl.retrieval().retrievalFactory(retrieval);
        kcl.leaseManagement().consumerTaskFactory(new ShardTasks());
        kcl.leaseManagement().leaseManagementFactory(new RecoveringLeaseFactory(kcl.leaseManagement(), losses));
        return new Scheduler(
                kcl.checkpoint(),
                kcl.coordinator(),
                kcl.leaseManagement(),
                kcl.lifecycle(),
                kcl.metrics(),
                kcl.processor(),
                kcl.retrieval());
    }

    private ShardRef shard(String shardId) {
        return new ShardRef(config.application().name(), config.stream().name(), shardId);
    }

    /** The scheduler has its shards sorted each time its loop comes round (3.5.1, getShardInfoForAssignments). */
    private List<ShardInfo> beat(List<ShardInfo> shards) {
        health.heartbeat();
        libraryThreads.name();
        return shards;
    }

    private Scheduler scheduler() {
        return scheduler;
    }

    /** Starts leasing. Returns at once. */
    public void start() {
        thread = NamedThreads.start("kcl-scheduler", this::run);
    }

    private void run() {
        try {
            Throwable failure = runScheduler();
            while (!stopping && started && !(failure instanceof OutOfMemoryError)) {
                LOG.atError().setCause(failure).log("the KCL's scheduler has failed: starting a new one");
                discardScheduler();
                if (services.stop().await(REPLACEMENT_PAUSE.toNanos())) {
                    return;
                }
                started = false;
                scheduler = newScheduler();
                failure = runScheduler();
            }
            if (!stopping) {
                onFailure.accept(failure);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            onFailure.accept(e);
        }
    }

    /** Runs a scheduler to its end, another one while it cannot start. {@return why it has ended} */
    private Throwable runScheduler() throws InterruptedException {
        try {
            for (int start = 1; start <= starts && !stopping && !started; start++) {
                if (start > 1) {
                    LOG.atWarn()
                            .setCause(notInitialized)
                            .log("the KCL's scheduler could not start: retrying with a new one");
                    scheduler = newScheduler();
                }
                new LeaseTablePreparation(scheduler, presence).run();
                loopEnded = false;
                scheduler.run();
            }
            return started ? new IllegalStateException("the KCL's scheduler has ended") : notInitialized;
        } catch (RuntimeException | Error e) {
            return e;
        } finally {
            loopEnded = true;
        }
    }

    /**
     * Ends what a scheduler left running when an Error ended its loop: leases, sessions, readers. Only the loop can do that.
     * So it is entered once more and its initialization is made to fail: then the scheduler shuts down in order (3.5.1,
     * Scheduler.run).
     */
    private void discardScheduler() throws InterruptedException {
        listener.discarded = true;
        try {
            scheduler.run();
        } catch (RuntimeException | Error e) {
            LOG.atDebug().setCause(e).log("the KCL's scheduler could not shut down in order");
        }
        processors.endAll();
        retrieval.shutdown();
        metrics.close(Deadline.none(), threads); // waits a few seconds at most
    }

    /**
     * Ends all sessions in order and releases their leases in DynamoDB.
     *
     * @return whether everything was done in time
     */
    public boolean stop(Deadline deadline) throws InterruptedException {
        stopping = true;
        GracefulLeave leave = new GracefulLeave(scheduler, presence, threads);
        if (!started) {
            // No lease was acquired yet. The KCL's own shutdown would wait for its initialization, possibly for
            // minutes.
            leave.withdraw(deadline);
            leave.resign(deadline);
            return true;
        }
        Collection<Lease> held = scheduler.leaseCoordinator().getAssignments();
        leave.resign(deadline);
        Future<Boolean> end = scheduler.startGracefulShutdown();
        leave.withdraw(deadline);
        boolean stopped = await(end, deadline.earlierOf(Deadline.after(SHUTDOWN_REQUEST_TIMEOUT)))
                || endWithoutTheKcl(deadline)
                || await(end, deadline);
        if (!stopped) {
            LOG.atError().log("not all shards could be stopped in time (shutdownGraceMillis)");
        }
        leave.withdraw(deadline); // a report may have been under way
        boolean released = leave.release(held, deadline);
        metrics.close(deadline, threads);
        return released && stopped;
    }

    /** Waits for the end of the scheduler's thread after a stop. {@return whether it has ended} */
    public boolean awaitEnd(Deadline deadline) throws InterruptedException {
        thread.join(1 + TimeUnit.NANOSECONDS.toMillis(deadline.remainingNanos(GracefulLeave.FOREVER)));
        return !thread.isAlive();
    }

    private static boolean await(Future<Boolean> end, Deadline deadline) throws InterruptedException {
        try {
            end.get(deadline.remainingNanos(GracefulLeave.FOREVER), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            LOG.atError().setCause(e.getCause()).log("the KCL did not stop in order");
            return false;
        }
    }

    /** {@return whether all sessions have ended} */
    private boolean endWithoutTheKcl(Deadline deadline) throws InterruptedException {
        try {
            processors
                    .endWithoutTheKcl(loopEnded, threads)
                    .get(deadline.remainingNanos(GracefulLeave.FOREVER), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            LOG.atError().setCause(e.getCause()).log("a shard did not stop in order");
        }
        return processors.isEmpty();
    }

    private final class StateListener implements WorkerStateChangeListener {
        private volatile boolean discarded;

        @Override
        public void onWorkerStateChange(WorkerState newState) {
            if (newState == WorkerState.INITIALIZING && discarded) {
                throw new IllegalStateException("the scheduler is shut down, because it has failed");
            }
            if (newState == WorkerState.STARTED && stopping) {
                throw new IllegalStateException("the worker was stopped before it had started");
            }
            if (newState == WorkerState.STARTED) {
                started = true;
                health.heartbeat();
                health.running(
                        () -> scheduler.leaseCoordinator().getAssignments().size());
                LOG.atInfo().log("ready: waiting for shards");
            }
        }

        @Override
        public void onAllInitializationAttemptsFailed(Throwable e) {
            notInitialized = e;
        }
    }
}
