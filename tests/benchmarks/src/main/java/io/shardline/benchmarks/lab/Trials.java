package io.shardline.benchmarks.lab;

import io.shardline.benchmarks.BenchmarkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs trials that mostly wait beside each other. The original sleeps for minutes; each trial begins some seconds after
 * the one before it, so that two JVMs seldom start at the same time: Shardline's have ended when the next one begins.
 */
public final class Trials {
    private static final Duration STAGGER = Duration.ofSeconds(30);

    private final List<Runnable> trials = new ArrayList<>();

    /** Adds one; they begin in this order. */
    public void add(Runnable trial) {
        trials.add(trial);
    }

    /** Runs all of them, and waits for all or for the first that fails. */
    public void run() {
        ExecutorService executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "trial");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Runnable trial : trials) {
                if (!running.isEmpty()) {
                    Waiting.pause(STAGGER);
                }
                running.add(executor.submit(trial));
            }
            for (Future<?> trial : running) {
                trial.get();
            }
        } catch (ExecutionException e) {
            throw new BenchmarkException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        } finally {
            executor.shutdownNow();
        }
    }
}
