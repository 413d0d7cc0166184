package io.shardline.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.shardline.observe.ApplicationHealth.Phase;
import io.shardline.stream.ShardRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What operators can see of one application: all shards that it works on here, and the registry of meters. */
public final class ApplicationMonitor {
    private static final int MAX_REASONS = 20;

    private final MeterRegistry registry;
    private final ApplicationIdentity identity;
    private final Clock clock;
    private final Duration stalledAfter;
    private final ApplicationHealth health;
    private final ShardMeters meters;
    private volatile ApplicationStatus application;
    private final Map<ShardRef, ShardMonitor> shards = new ConcurrentHashMap<>();

    /**
     * Registers the meters of the application.
     *
     * @param identity has the labels of every meter
     * @param stalledAfter a shard with work but without progress for longer is stalled
     */
    public ApplicationMonitor(
            MeterRegistry registry, ApplicationIdentity identity, Clock clock, Duration stalledAfter) {
        this.registry = registry;
        this.identity = identity;
        this.clock = clock;
        this.stalledAfter = stalledAfter;
        this.health = new ApplicationHealth(clock);
        this.meters = new ShardMeters(registry, clock);
        for (ShardStatus.State state : ShardStatus.State.values()) {
            Gauge.builder("shardline.shards", this, monitor -> monitor.count(state))
                    .description("Shards leased by this daemon, by the state of their sessions")
                    .tags(identity.tags().and("state", state.label()))
                    .register(registry);
        }
        Gauge.builder("shardline.stalled.shards", this, ApplicationMonitor::countStalled)
                .description("Shards with work but without progress for longer than readinessStallMillis")
                .tags(identity.tags())
                .register(registry);
        Gauge.builder("shardline.application.running", health, current -> current.phase() == Phase.RUNNING ? 1 : 0)
                .description("1 while the application can acquire leases, 0 while it starts, stops or has failed")
                .tags(identity.tags())
                .register(registry);
        FunctionCounter.builder("shardline.application.failures", health, ApplicationHealth::failures)
                .description("How often the application could not start or has failed, and was started again")
                .tags(identity.tags())
                .register(registry);
    }

    /** Reports that a session begins. {@return the monitor that it reports to until it calls {@link ShardMonitor#ended}} */
    public synchronized ShardMonitor open(ShardRef shard) {
        meters.begin(shard, shards::get);
        ShardMonitor monitor = new ShardMonitor(registry, shard, clock, ended -> close(shard, ended));
        shards.put(shard, monitor);
        return monitor;
    }

    /** If the lease was acquired again quickly, the next session may have begun already. */
    private synchronized void close(ShardRef shard, ShardMonitor ended) {
        if (shards.remove(shard, ended)) {
            meters.end(shard);
        }
    }

    /** The application that listens has changed. Any thread; must not wait. */
    public void application(ApplicationStatus status) {
        if (application == null) {
            for (String state : ApplicationStatus.STATES) {
                Gauge.builder("shardline.application.state", this, monitor -> monitor.isApplication(state) ? 1 : 0)
                        .description("1 for the state of the application that listens, 0 for the others")
                        .tags(identity.tags().and("state", state))
                        .register(registry);
            }
        }
        application = status;
    }

    private boolean isApplication(String state) {
        ApplicationStatus status = application;
        return status != null && status.state().equals(state);
    }

    /** {@return the application that listens; empty if the daemon starts a process for each shard} */
    public Optional<ApplicationStatus> application() {
        return Optional.ofNullable(application);
    }

    /** {@return every shard that is leased now, ordered by its id} */
    public List<ShardStatus> shards() {
        return shards.values().stream()
                .map(ShardMonitor::status)
                .sorted(Comparator.comparing(ShardStatus::shard))
                .toList();
    }

    /** {@return whether the shard has work and has made no progress for too long} */
    public boolean isStalled(ShardStatus shard) {
        return shard.withoutProgress(clock.instant()).compareTo(stalledAfter) > 0;
    }

    /** {@return the health of the application} */
    public ApplicationHealth health() {
        return health;
    }

    /** {@return what names the application} */
    public ApplicationIdentity identity() {
        return identity;
    }

    /** {@return the current time of the monitor's clock} */
    public Instant now() {
        return clock.instant();
    }

    /** {@return whether the application does its work: it is running, and no shard is stalled} */
    public ProbeResult readiness() {
        List<String> reasons = new ArrayList<>(health.liveness().reasons());
        application()
                .map(ApplicationStatus::reason)
                .filter(reason -> !reason.isEmpty())
                .ifPresent(reasons::add);
        health.obstacle().ifPresent(reasons::add);
        List<ShardStatus> stalled = shards().stream().filter(this::isStalled).toList();
        stalled.stream().limit(MAX_REASONS).map(this::describe).forEach(reasons::add);
        if (stalled.size() > MAX_REASONS) {
            reasons.add("and " + (stalled.size() - MAX_REASONS) + " more stalled shards");
        }
        return new ProbeResult(reasons);
    }

    private String describe(ShardStatus shard) {
        return "shard " + shard.shard().shardId() + " has made no progress for "
                + shard.withoutProgress(clock.instant()).toSeconds() + " s ("
                + shard.state().label().replace('_', ' ')
                + (shard.attempt() > 1 ? ", failed " + shard.attempt() + " consecutive times" : "") + ")";
    }

    /** {@return the meters} */
    public MeterRegistry registry() {
        return registry;
    }

    private double count(ShardStatus.State state) {
        return shards.values().stream()
                .filter(monitor -> monitor.status().state() == state)
                .count();
    }

    private double countStalled() {
        return shards().stream().filter(this::isStalled).count();
    }
}
