package io.shardline.kcl;

import software.amazon.kinesis.common.StreamConfig;
import software.amazon.kinesis.common.StreamIdentifier;
import software.amazon.kinesis.coordinator.Scheduler;

/** The one stream that the scheduler reads. */
final class SchedulerStream {
    private SchedulerStream() {}

    static StreamConfig configOf(Scheduler scheduler) {
        return scheduler.currentStreamConfigMap().values().iterator().next();
    }

    static StreamIdentifier of(Scheduler scheduler) {
        return configOf(scheduler).streamIdentifier();
    }
}
