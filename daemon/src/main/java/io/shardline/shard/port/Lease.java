package io.shardline.shard.port;

import java.util.Optional;

/** The lease that a session works under. A port; safe for use from any thread. */
public interface Lease {

    /** {@return whether this daemon still holds the very lease that the session began with} Does no I/O. */
    boolean isHeld();

    /** {@return the lease's counter as digits: it only grows, so the newest owner has the largest} Does no I/O. */
    String fence();

    /**
     * {@return why the lease is no longer held, as a sentence without full stop; empty if it is held, or if this daemon has
     * released it} Does no I/O.
     */
    default Optional<String> lossCause() {
        return Optional.empty();
    }

    /** Releases the lease from our side: the session cannot continue. Returns immediately. */
    void release();
}
