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
 * Whether the daemon works at all: its phase, the beat of the loop that hands out shards, threads that died. Reported
 * to and read by any thread.
 */
public final class DaemonHealth {
    /** The loop beats several times a second; a call to DynamoDB in it may take many seconds. */
    private static final Duration LONGEST_BEAT = Duration.ofSeconds(60);

    /** Where the daemon is between its start and its end. */
    public enum Phase {
        /** Nothing is leased yet: the tables are prepared, the stream is looked for. */
        STARTING,
        /** It takes and holds leases. */
        RUNNING,
        /** It gives back what it holds. */
        STOPPING
    }

    private final Clock clock;
    private final Instant startedAt;
    private final Set<String> deadThreads = new ConcurrentSkipListSet<>();
    private volatile Phase phase = Phase.STARTING;
    private volatile Instant lastBeat;
    private volatile IntSupplier leases = () -> 0;
    private volatile Consumer<Phase> onPhase = reached -> {};

    DaemonHealth(Clock clock) {
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /** Has this called when the daemon comes to a phase, by the thread that reports it. Before there is one. */
    public void onPhase(Consumer<Phase> listener) {
        onPhase = listener;
    }

    /**
     * The daemon takes leases from now on.
     *
     * @param leasesHeld counts them; called by any thread
     */
    public void running(IntSupplier leasesHeld) {
        leases = leasesHeld;
        if (phase == Phase.STARTING) {
            phase = Phase.RUNNING;
            onPhase.accept(Phase.RUNNING);
        }
    }

    /** A stop was asked for. */
    public void stopping() {
        phase = Phase.STOPPING;
        onPhase.accept(Phase.STOPPING);
    }

    /** The loop that hands out shards has come round. */
    public void beat() {
        lastBeat = clock.instant();
    }

    /** A thread ended that should not have; nothing will do its work. */
    public void threadDied(String name) {
        deadThreads.add(name);
    }

    /** {@return where the daemon is} */
    public Phase phase() {
        return phase;
    }

    /** {@return when the daemon started} */
    public Instant startedAt() {
        return startedAt;
    }

    /** {@return how many leases are held, those included whose session has not begun} */
    public int leases() {
        return leases.getAsInt();
    }

    /** {@return whether the process works; if not, only a restart helps} */
    public Health liveness() {
        List<String> reasons = new ArrayList<>();
        deadThreads.forEach(name -> reasons.add("the thread " + name + " is dead"));
        Instant beat = lastBeat;
        if (phase == Phase.RUNNING && beat != null) {
            Duration silence = Duration.between(beat, clock.instant());
            if (silence.compareTo(LONGEST_BEAT) > 0) {
                reasons.add("the scheduler has not looked at its shards for " + silence.toSeconds() + " s");
            }
        }
        return new Health(reasons);
    }
}
