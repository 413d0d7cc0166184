package io.shardline.shard;

/** How often a lane's connections have failed since the last batch that was done. Used under the lane's lock. */
final class FailureStreak {
    private int failures;

    /** Counts one more failure. {@return how many there are, this one included} */
    int increment() {
        return ++failures;
    }

    /** The shard has advanced: the next failure is a first one. */
    void reset() {
        failures = 0;
    }

    /** {@return how many failures there are} */
    int count() {
        return failures;
    }
}
