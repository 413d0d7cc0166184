package io.shardline.config;

import java.time.Duration;
import java.util.Optional;

/**
 * The tasks of a shard.
 *
 * @param taskBackoff the pause after a failed task
 * @param logWarningForTaskAfter a task that takes longer is logged; empty: none
 * @param readTimeoutsToIgnore how many time-outs in a row are no warning
 * @param deliverEmptyBatches whether the processor is called when there are no records
 */
public record LifecycleSettings(
        Duration taskBackoff,
        Optional<Duration> logWarningForTaskAfter,
        int readTimeoutsToIgnore,
        boolean deliverEmptyBatches) {}
