package io.shardline.kcl;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import software.amazon.kinesis.coordinator.SchedulerCoordinatorFactory;

/**
 * Lends the KCL the threads that call the sessions. Its own factory keeps each for a minute after use, so that every
 * shard has one at all times although few are busy at once (3.5.1, SchedulerThreadPoolExecutor).
 */
final class ShardThreads extends SchedulerCoordinatorFactory {
    private static final long KEPT_SECONDS = 5;

    @Override
    public ExecutorService createExecutorService() {
        ExecutorService threads = super.createExecutorService();
        if (threads instanceof ThreadPoolExecutor pool) {
            pool.setKeepAliveTime(KEPT_SECONDS, TimeUnit.SECONDS);
        }
        return threads;
    }
}
