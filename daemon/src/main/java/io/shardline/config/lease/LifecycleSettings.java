package io.shardline.config.lease;

import io.shardline.config.key.Require;
import java.time.Duration;
import java.util.Optional;

/**
 * The KCL's tasks of a shard.
 *
 * @param taskBackoff the pause after a failed task
 * @param logWarningForTaskAfter a task that takes longer is logged; empty: none
 * @param readTimeoutsToIgnore how many consecutive read timeouts are not logged as a warning
 * @param deliverEmptyBatches whether the processor is called when a read returned no records
 */
public record LifecycleSettings(
        Duration taskBackoff,
        Optional<Duration> logWarningForTaskAfter,
        int readTimeoutsToIgnore,
        boolean deliverEmptyBatches) {

    /** Checks the values. */
    public LifecycleSettings {
        Require.notNegative("taskBackoff", taskBackoff);
        logWarningForTaskAfter.ifPresent(time -> Require.notNegative("logWarningForTaskAfter", time));
        Require.atLeast("readTimeoutsToIgnore", 0, readTimeoutsToIgnore);
    }
}
