package io.shardline.observe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Whether the daemon works: its phase, the heartbeat of the scheduler's loop, threads that died. Safe for use from any
 * thread.
 */
public final class DaemonHealth {
    /** The loop runs several times per second, but a call to DynamoDB in it can take many seconds. */
    private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(60);

    /** The phases of the daemon, in order. */
    public enum Phase {
        /** It prepares the tables and looks up the stream; it has no leases yet. */
        STARTING,
        /** It acquires and holds leases. */
        RUNNING,
        /** It releases its leases. */
        STOPPING
    }

    private final Clock clock;
    private final Instant startedAt;
    private final Set<String> deadThreads = new ConcurrentSkipListSet<>();
    private volatile Phase phase = Phase.STARTING;
    private volatile Instant lastHeartbeat;
    private volatile IntSupplier leaseCount = () -> 0;
    private volatile Consumer<Phase> onPhase = reached -> {};

    DaemonHealth(Clock clock) {
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /** Sets what is called when the daemon reaches a phase, on the thread that reports it. Call it before the first report. */
    public void onPhase(Consumer<Phase> listener) {
        onPhase = listener;
    }

    /**
     * Reports that the daemon acquires leases from now on.
     *
     * @param leasesHeld returns the number of leases; called by any thread
     */
    public void running(IntSupplier leasesHeld) {
        leaseCount = leasesHeld;
        if (phase == Phase.STARTING) {
            phase = Phase.RUNNING;
            onPhase.accept(Phase.RUNNING);
        }
    }

    /** Reports that the leases are released and no scheduler runs, until {@link #running} is called again. */
    public void paused() {
        leaseCount = () -> 0;
        lastHeartbeat = null;
    }

    /** Reports that a stop was requested. */
    public void stopping() {
        phase = Phase.STOPPING;
        onPhase.accept(Phase.STOPPING);
    }

    /** Reports a run of the scheduler's loop. */
    public void heartbeat() {
        lastHeartbeat = clock.instant();
    }

    /** Reports the unexpected end of a thread whose work nothing else does. */
    public void threadDied(String name) {
        deadThreads.add(name);
    }

    /** {@return the phase of the daemon} */
    public Phase phase() {
        return phase;
    }

    /** {@return when the daemon started} */
    public Instant startedAt() {
        return startedAt;
    }

    /** {@return the number of leases held, including those whose session has not begun} */
    public int leases() {
        return leaseCount.getAsInt();
    }

    /** {@return whether the process works; if it does not, only a restart helps} */
    public ProbeResult liveness() {
        List<String> reasons = new ArrayList<>();
        deadThreads.forEach(name -> reasons.add("the thread " + name + " is dead"));
        Instant heartbeat = lastHeartbeat;
        if (phase == Phase.RUNNING && heartbeat != null) {
            Duration silence = Duration.between(heartbeat, clock.instant());
            if (silence.compareTo(HEARTBEAT_TIMEOUT) > 0) {
                reasons.add("the scheduler has not checked its shards for " + silence.toSeconds() + " s");
            }
        }
        return new ProbeResult(reasons);
    }
}
