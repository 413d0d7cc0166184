package io.shardline.observe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Whether an application works: its phase, the heartbeat of the scheduler's loop, and why it failed. Safe for use from any
 * thread.
 */
public final class ApplicationHealth {
    /** The loop runs several times per second, but a call to DynamoDB in it can take many seconds. */
    private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(60);

    /** The phases of an application. */
    public enum Phase {
        /** It prepares the tables and looks up the stream; it has no leases yet. */
        STARTING,
        /** It acquires and holds leases. */
        RUNNING,
        /** It could not start, or has failed, and is started again after a pause. */
        FAILED,
        /** It releases its leases. */
        STOPPING
    }

    private final Clock clock;
    private volatile Phase phase = Phase.STARTING;
    private volatile Instant lastHeartbeat;
    private volatile String failure = "";
    private volatile Instant nextStart = Instant.EPOCH;
    private long failures;
    private volatile IntSupplier leaseCount = () -> 0;
    private volatile Consumer<Phase> onPhase = reached -> {};

    ApplicationHealth(Clock clock) {
        this.clock = clock;
    }

    /** Sets what is called when the application reaches a phase, on the thread that reports it. Call it before the first report. */
    public void onPhase(Consumer<Phase> listener) {
        onPhase = listener;
    }

    /**
     * Reports that the application acquires leases from now on.
     *
     * @param leasesHeld returns the number of leases; called by any thread
     */
    public void running(IntSupplier leasesHeld) {
        leaseCount = leasesHeld;
        enter(Phase.RUNNING);
    }

    /**
     * Reports a failure.
     *
     * @param why a sentence without full stop
     * @param pause the time until the application is started again
     */
    public synchronized void failed(String why, Duration pause) {
        paused();
        failure = why;
        nextStart = clock.instant().plus(pause);
        failures++;
        enter(Phase.FAILED);
    }

    /** Reports that the leases are released and no scheduler runs, until {@link #running} is called again. */
    public void paused() {
        leaseCount = () -> 0;
        lastHeartbeat = null;
    }

    /** Reports that a stop was requested. */
    public void stopping() {
        enter(Phase.STOPPING);
    }

    /** A stop is final. */
    private synchronized void enter(Phase next) {
        if (phase != Phase.STOPPING && phase != next) {
            phase = next;
            onPhase.accept(next);
        }
    }

    /** {@return how often the application has failed} */
    public synchronized long failures() {
        return failures;
    }

    private String restart() {
        long seconds = Duration.between(clock.instant(), nextStart).toSeconds();
        return seconds > 0 ? "it is started again in " + seconds + " s" : "it is being started again";
    }

    /** {@return why the application is not working; empty if it is} */
    Optional<String> obstacle() {
        return switch (phase) {
            case STARTING -> Optional.of("starting: no leases can be acquired yet");
            case STOPPING -> Optional.of("stopping");
            case FAILED -> Optional.of("failed: " + failure + "; " + restart());
            case RUNNING -> Optional.empty();
        };
    }

    /** Reports a run of the scheduler's loop. */
    public void heartbeat() {
        lastHeartbeat = clock.instant();
    }

    /** {@return the phase of the application} */
    public Phase phase() {
        return phase;
    }

    /** {@return the number of leases held, including those whose session has not begun} */
    public int leases() {
        return leaseCount.getAsInt();
    }

    /** {@return whether the scheduler works; if it does not, only a restart of the daemon helps} */
    public ProbeResult liveness() {
        List<String> reasons = new ArrayList<>();
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
