package io.shardline.integration.harness;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A steady stream of small records from a thread of its own, until it is closed. */
public final class Load implements AutoCloseable {
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger put = new AtomicInteger();
    private volatile RuntimeException failure;

    private Load() {}

    /** Puts this many records each interval. */
    public static Load start(Producer producer, int records, Duration interval) {
        Load load = new Load();
        List<Payload> payloads = Payloads.small(records);
        var unused = load.thread.scheduleAtFixedRate(
                () -> load.putOnce(producer, payloads), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        return load;
    }

    private void putOnce(Producer producer, List<Payload> payloads) {
        try {
            producer.put(payloads);
            put.addAndGet(payloads.size());
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    /** Waits until it has put this many records more. */
    public void awaitMore(int records, Duration atMost) {
        int before = put.get();
        await(records + " more records put")
                .atMost(atMost)
                .until(() -> failure != null || put.get() >= before + records);
    }

    /** Ends the load when the current put is done; throws when the load had failed. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the load did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new IllegalStateException("the load failed", failure);
        }
    }
}
