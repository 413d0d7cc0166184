package io.shardline.processor.lambda;

import io.shardline.child.Child;
import io.shardline.child.ChildFactory;
import io.shardline.child.StopPlan;
import io.shardline.concurrent.Deadline;
import io.shardline.event.ReportedError;
import io.shardline.failure.Backoff;
import io.shardline.failure.Failure;
import io.shardline.transport.http.HttpEndpoint;
import io.shardline.transport.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The runtimes that the daemon starts: as many as batches wait for, up to a limit. A runtime that ends is replaced when it is
 * needed. While runtimes cannot start, one at a time is tried, with growing pauses. Safe for use from any thread.
 */
final class RuntimePool implements Runtimes {
    private static final Logger LOG = LoggerFactory.getLogger(RuntimePool.class);

    private final InvocationQueue queue;
    private final HttpServer server;
    private final Settings settings;
    private final Executor threads;
    /** By number; empty while it is being started. */
    private final Map<Integer, Slot> slots = new TreeMap<>();

    private int failedStarts;
    private Deadline nextStart = Deadline.after(Duration.ZERO);
    private boolean retryScheduled;
    private boolean closed;

    /** A runtime of the pool. It exists before its process, which may ask for an event very early. */
    private static final class Slot implements RuntimeClient {
        /** Whether it has not asked for an event yet. */
        private boolean starting = true;

        private final AtomicReference<@Nullable RuntimeProcess> process = new AtomicReference<>();

        @Override
        public void kill(String reason) {
            RuntimeProcess present = process.get();
            if (present != null) {
                present.kill(reason);
            }
        }

        @Override
        public List<String> lastOutput() {
            RuntimeProcess present = process.get();
            return present == null ? List.of() : present.lastOutput();
        }
    }

    /**
     * How runtimes are run.
     *
     * @param children starts them; closed by its owner
     * @param environment their variables
     * @param maxRuntimes the limit of the pool
     * @param startTimeout how long a runtime may take until it asks for its first event
     * @param stopPlan how they are stopped
     */
    record Settings(
            ChildFactory children,
            RuntimeEnvironment environment,
            int maxRuntimes,
            Duration startTimeout,
            StopPlan stopPlan) {}

    /** Makes an empty pool. */
    RuntimePool(InvocationQueue queue, HttpServer server, Settings settings, Executor threads) {
        this.queue = queue;
        this.server = server;
        this.settings = settings;
        this.threads = threads;
    }

    /** Starts a first runtime, so that a handler that cannot start is noticed before there are records. */
    void start() {
        startUpTo(1);
    }

    @Override
    public void demand() {
        startUpTo(queue.waiting());
    }

    private synchronized void startUpTo(int wanted) {
        int starting =
                (int) slots.values().stream().filter(slot -> slot.starting).count();
        int missing = Math.min(wanted - starting, settings.maxRuntimes() - slots.size());
        if (failedStarts > 0) {
            missing = Math.min(missing, starting == 0 ? 1 : 0);
        }
        if (closed || missing <= 0) {
            return;
        }
        if (!nextStart.expired()) {
            retryLater();
            return;
        }
        for (int i = 0; i < missing; i++) {
            int number = freeNumber();
            Slot slot = new Slot();
            slots.put(number, slot);
            threads.execute(() -> start(number, slot));
        }
    }

    private int freeNumber() {
        int number = 1;
        while (slots.containsKey(number)) {
            number++;
        }
        return number;
    }

    private void retryLater() {
        if (!retryScheduled) {
            retryScheduled = true;
            long pause = nextStart.remaining(Backoff.DEFAULT.max()).toMillis() + 1;
            CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, threads)
                    .execute(() -> {
                        synchronized (this) {
                            retryScheduled = false;
                        }
                        startUpTo(Math.max(1, queue.waiting()));
                    });
        }
    }

    private void start(int number, Slot slot) {
        String name = Integer.toString(number);
        try {
            HttpEndpoint endpoint = server.listen(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    new RuntimeApi(queue, exchange -> slot, new Starting(slot)));
            RuntimeProcess process = launch(name, endpoint);
            slot.process.set(process);
            LOG.atDebug()
                    .addKeyValue("runtime", name)
                    .addKeyValue("pid", process.pid())
                    .log("a Lambda runtime starts");
            process.onEnd(() -> ended(number, slot, process));
            CompletableFuture.delayedExecutor(settings.startTimeout().toMillis(), TimeUnit.MILLISECONDS, threads)
                    .execute(() -> killIfStarting(slot, process));
            if (isClosed()) {
                process.kill("the daemon stops");
            }
        } catch (IOException e) {
            LOG.atError().addKeyValue("runtime", name).log("a Lambda runtime could not be started: {}", e.getMessage());
            remove(number, slot);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            remove(number, slot);
        }
    }

    private RuntimeProcess launch(String name, HttpEndpoint endpoint) throws IOException, InterruptedException {
        String address = InetAddress.getLoopbackAddress().getHostAddress() + ":" + endpoint.port();
        try {
            Child child = settings.children()
                    .startProgram(
                            new KeyValuePair("runtime", name),
                            settings.environment().of(name, address));
            child.stdin().close();
            return new RuntimeProcess(name, child, endpoint);
        } catch (IOException | InterruptedException e) {
            endpoint.close();
            throw e;
        }
    }

    private void killIfStarting(Slot slot, RuntimeProcess process) {
        boolean late;
        synchronized (this) {
            late = slot.starting;
        }
        if (late) {
            process.kill("it did not ask for an event within "
                    + settings.startTimeout().toSeconds() + " s of its start");
        }
    }

    /** The process of a slot has ended by itself, or was killed. */
    private void ended(int number, Slot slot, RuntimeProcess process) {
        try {
            Failure failure = process.end();
            boolean hadEvent = queue.runtimeEnded(
                    slot,
                    new InvocationEnd.Lost(new Failure(
                            failure.cause(), failure.message() + " during its batch", "", failure.stderrTail())));
            report(process, failure, hadEvent, slot);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            remove(number, slot);
        }
    }

    private synchronized void report(RuntimeProcess process, Failure failure, boolean hadEvent, Slot slot) {
        if (!slot.starting) {
            LOG.atInfo()
                    .addKeyValue("runtime", process.name())
                    .addKeyValue("pid", process.pid())
                    .addKeyValue("processing", hadEvent)
                    .log("a Lambda runtime {}", failure.message());
            return;
        }
        LoggingEventBuilder event = LOG.atError()
                .addKeyValue("runtime", process.name())
                .addKeyValue("pid", process.pid())
                .addKeyValue("stderr", String.join(" | ", failure.stderrTail()));
        if (process.initError().isPresent()) {
            ReportedError error = process.initError().get();
            event = event.addKeyValue("error", error.summary()).addKeyValue("stackTrace", error.trace());
        }
        event.log("a Lambda runtime {} before it asked for its first event", failure.message());
    }

    private void remove(int number, Slot slot) {
        synchronized (this) {
            slots.remove(number, slot);
            if (slot.starting) {
                failedStarts++;
                nextStart = Deadline.after(Backoff.DEFAULT.pause(
                        failedStarts + 1, ThreadLocalRandom.current().nextDouble()));
            }
        }
        startUpTo(Math.max(failedStarts() > 0 ? 1 : 0, queue.waiting()));
    }

    private synchronized int failedStarts() {
        return failedStarts;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Stops all runtimes at the same time. */
    @Override
    public void stop() throws InterruptedException {
        List<RuntimeProcess> processes;
        synchronized (this) {
            closed = true;
            processes = slots.values().stream()
                    .flatMap(slot -> Stream.ofNullable(slot.process.get()))
                    .toList();
        }
        CountDownLatch stopped = new CountDownLatch(processes.size());
        for (RuntimeProcess process : processes) {
            threads.execute(() -> {
                try {
                    process.stop(settings.stopPlan());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    stopped.countDown();
                }
            });
        }
        Duration wait = settings.stopPlan().afterTerm().plusSeconds(10);
        if (!stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.atWarn().log("Lambda runtimes do not end although they were killed");
        }
    }

    /** What the runtime of a slot does at its start. */
    private final class Starting implements RuntimeApi.Listener {
        private final Slot slot;

        Starting(Slot slot) {
            this.slot = slot;
        }

        @Override
        public void asked() {
            synchronized (RuntimePool.this) {
                slot.starting = false;
                failedStarts = 0;
            }
            demand();
        }

        @Override
        public void initFailed(ReportedError error) {
            RuntimeProcess process = slot.process.get();
            if (process != null) {
                process.initFailed(error);
            }
        }
    }
}
