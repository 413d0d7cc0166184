package io.shardline.failure;

import java.time.Duration;

/**
 * Decides what follows a failure.
 *
 * @param restart whether a failed child is replaced; else the daemon stops, as the original does
 * @param backoff the pauses before replacements
 */
public record FailurePolicy(boolean restart, Backoff backoff) {

    /** What to do. */
    public sealed interface Decision {
        /** Start a new child after this pause. */
        record Restart(Duration pause) implements Decision {}

        /** Stop the daemon in order, with exit code 1. */
        record StopDaemon() implements Decision {}
    }

    /**
     * Decides what follows a failure.
     *
     * @param failuresInARow how many failures there were since the last success, this one included
     * @param random a number from 0 (inclusive) to 1 (exclusive), for the jitter
     * @return what to do after the failure
     */
    public Decision afterFailure(int failuresInARow, double random) {
        return restart ? new Decision.Restart(backoff.pause(failuresInARow, random)) : new Decision.StopDaemon();
    }
}
