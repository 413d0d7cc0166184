package io.shardline.kcl;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import software.amazon.kinesis.coordinator.SchedulerCoordinatorFactory;

/**
 * Provides the KCL's threads that call the sessions. The KCL's own factory keeps each thread for a minute after use, so
 * every shard would have one at all times although few are busy at the same time (3.5.1, SchedulerThreadPoolExecutor).
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
