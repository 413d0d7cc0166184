package io.shardline.shard.port;

/** The lease that a session works under. A port; safe for use from any thread. */
public interface Lease {

    /** {@return whether this daemon still holds the very lease that the session began with} Does no I/O. */
    boolean isHeld();

    /** {@return the lease's counter as digits: it only grows, so the newest owner has the largest} Does no I/O. */
    String fence();

    /** Releases the lease from our side: the session cannot continue. Returns immediately. */
    void release();
}
