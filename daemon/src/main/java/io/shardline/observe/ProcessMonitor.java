package io.shardline.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.shardline.observe.ApplicationHealth.Phase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** What operators can see of the daemon: its applications, and the health of the process. Safe for use from any thread. */
public final class ProcessMonitor {
    private final MeterRegistry registry;
    private final Clock clock;
    private final Instant startedAt;
    private final Consumer<Phase> onPhase;
    private final List<ApplicationMonitor> applications = new CopyOnWriteArrayList<>();
    private final Set<String> deadThreads = new ConcurrentSkipListSet<>();
    private Phase announced = Phase.STARTING;

    /**
     * Makes the monitor of a process without applications.
     *
     * @param onPhase called when the first application runs, and when the daemon stops
     */
    public ProcessMonitor(MeterRegistry registry, Clock clock, Consumer<Phase> onPhase) {
        this.registry = registry;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.onPhase = onPhase;
    }

    /**
     * Adds an application. Call it once for each, before its start.
     *
     * @param stalledAfter a shard with work but without progress for longer is stalled
     */
    public ApplicationMonitor add(ApplicationIdentity identity, Duration stalledAfter) {
        ApplicationMonitor application = new ApplicationMonitor(registry, identity, clock, stalledAfter);
        applications.add(application);
        application.health().onPhase(this::reached);
        return application;
    }

    /** systemd wants to know when the daemon works at all, and one application must not keep the others from that. */
    private synchronized void reached(Phase phase) {
        boolean news = (phase == Phase.RUNNING && announced == Phase.STARTING)
                || (phase == Phase.STOPPING && announced != Phase.STOPPING);
        if (news) {
            announced = phase;
            onPhase.accept(phase);
        }
    }

    /** Reports that a stop was requested. */
    public void stopping() {
        applications.forEach(application -> application.health().stopping());
    }

    /** Reports the unexpected end of a thread whose work nothing else does. */
    public void threadDied(String name) {
        deadThreads.add(name);
    }

    /** {@return the applications, in the order of the command line} */
    public List<ApplicationMonitor> applications() {
        return List.copyOf(applications);
    }

    /** {@return every shard that is leased now} */
    public List<ShardStatus> shards() {
        return applications.stream()
                .flatMap(application -> application.shards().stream())
                .toList();
    }

    /** {@return starting until an application runs, then running until the stop} */
    public synchronized Phase phase() {
        return announced;
    }

    /** {@return the number of leases that all applications hold} */
    public int leases() {
        return applications.stream()
                .mapToInt(application -> application.health().leases())
                .sum();
    }

    /** {@return when the daemon started} */
    public Instant startedAt() {
        return startedAt;
    }

    /** {@return the current time of the monitor's clock} */
    public Instant now() {
        return clock.instant();
    }

    /** {@return whether the process works; if it does not, only a restart helps} */
    public ProbeResult liveness() {
        return combine(application -> application.health().liveness());
    }

    /** {@return whether the daemon does all its work: every application runs, and no shard is stalled} */
    public ProbeResult readiness() {
        return combine(ApplicationMonitor::readiness);
    }

    /** Reasons name the application if there are several. */
    private ProbeResult combine(Function<ApplicationMonitor, ProbeResult> probe) {
        List<String> reasons = new ArrayList<>();
        deadThreads.forEach(name -> reasons.add("the thread " + name + " is dead"));
        for (ApplicationMonitor application : applications) {
            String prefix = applications.size() == 1
                    ? ""
                    : "application " + application.identity().application() + ": ";
            probe.apply(application).reasons().forEach(reason -> reasons.add(prefix + reason));
        }
        return new ProbeResult(reasons);
    }
}
