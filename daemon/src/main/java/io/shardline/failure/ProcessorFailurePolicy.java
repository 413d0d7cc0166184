package io.shardline.failure;

import java.time.Duration;

/**
 * Decides what follows the failure of a processor.
 *
 * @param restart whether a failed processor is restarted; otherwise the daemon stops, as MultiLangDaemon does
 * @param backoff the pauses before restarts
 */
public record ProcessorFailurePolicy(boolean restart, Backoff backoff) {

    /** What to do after a failure. */
    public sealed interface Decision {
        /** Start a new processor after this pause. */
        record Restart(Duration pause) implements Decision {}

        /** Stop the daemon in an orderly way, with exit code 1. */
        record StopDaemon() implements Decision {}
    }

    /**
     * Decides what follows a failure.
     *
     * @param consecutiveFailures the number of failures since the last success, including this one
     * @param random a number from 0 (inclusive) to 1 (exclusive), for the jitter
     * @return what to do after the failure
     */
    public Decision afterFailure(int consecutiveFailures, double random) {
        return restart ? new Decision.Restart(backoff.pause(consecutiveFailures, random)) : new Decision.StopDaemon();
    }
}
