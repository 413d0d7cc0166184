package io.shardline.processor.hosted;

import io.shardline.child.Child;
import io.shardline.child.ChildExit;
import io.shardline.child.ChildFactory;
import io.shardline.child.StopPlan;
import io.shardline.concurrent.NamedThreads;
import io.shardline.config.processor.ProcessorAddress;
import io.shardline.failure.Backoff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/**
 * The one program of an application that the daemon starts itself ({@code processorAddress = auto}). It learns in {@code
 * SHARDLINE_LISTEN} where to listen: at a socket in a folder that only this user can enter. A program that ends is started
 * again: first immediately, then after a pause that doubles from 100 ms to 30 s. Safe for use from any thread.
 */
public final class HostedProgram implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostedProgram.class);
    /** The variable with the address. */
    private static final String LISTEN = "SHARDLINE_LISTEN";

    /** A program that has run for longer is started again immediately. */
    private static final Duration LONG_RUN = Duration.ofMinutes(1);

    private final ChildFactory children;
    private final StopPlan stopPlan;
    private final Path folder;
    private final ProcessorAddress.Unix address;
    private @Nullable Child child;
    private boolean closed;

    private HostedProgram(ChildFactory children, StopPlan stopPlan, Path folder) {
        this.children = children;
        this.stopPlan = stopPlan;
        this.folder = folder;
        this.address = new ProcessorAddress.Unix(folder.resolve("processor.sock"));
    }

    /**
     * Starts the program, and again whenever it ends.
     *
     * @param children starts it; closed by its owner
     * @param stopPlan how it is ended
     * @throws IOException if the folder for the socket cannot be made; the message is for people
     */
    public static HostedProgram start(ChildFactory children, StopPlan stopPlan) throws IOException {
        Path folder;
        try {
            folder = Files.createTempDirectory(
                    "shardline-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new IOException("processorAddress = auto: a private folder for the socket cannot be made: " + e, e);
        }
        HostedProgram program = new HostedProgram(children, stopPlan, folder);
        NamedThreads.start("application-program", program::run);
        return program;
    }

    /** {@return where the program listens} */
    public ProcessorAddress address() {
        return address;
    }

    private void run() {
        int ends = 0;
        try {
            while (!isClosed()) {
                long started = System.nanoTime();
                runOnce();
                boolean ranLong = System.nanoTime() - started > LONG_RUN.toNanos();
                ends = ranLong ? 1 : ends + 1;
                pause(Backoff.DEFAULT.pause(ends, ThreadLocalRandom.current().nextDouble()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runOnce() throws InterruptedException {
        try {
            Child started =
                    children.startProgram(new KeyValuePair("from", "application"), Map.of(LISTEN, address.toString()));
            started.stdin().close();
            LOG.atInfo().addKeyValue("pid", started.pid()).log("the application is started");
            if (!take(started)) {
                started.kill();
            }
            ChildExit exit = null;
            while (exit == null) {
                exit = started.awaitOwnEnd();
            }
            if (!isClosed()) {
                started.stop(StopPlan.KILL); // what it has left running
                LOG.atError().addKeyValue("pid", started.pid()).log("the application {}", exit.describe());
            }
        } catch (IOException e) {
            if (!isClosed()) {
                LOG.atError().log("the application could not be started: {}", e.getMessage());
            }
        }
    }

    private synchronized boolean take(Child started) {
        child = started;
        return !closed;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void pause(Duration pause) throws InterruptedException {
        if (!closed) {
            TimeUnit.NANOSECONDS.timedWait(this, pause.toNanos());
        }
    }

    private synchronized @Nullable Child endRestarts() {
        closed = true;
        notifyAll();
        return child;
    }

    /** Ends the program and everything that it has started, and removes the folder. */
    @Override
    public void close() {
        Child last = endRestarts();
        try {
            if (last != null) {
                last.stop(stopPlan);
            }
            Files.deleteIfExists(address.path());
            Files.deleteIfExists(folder);
        } catch (InterruptedException e) {
            last.kill();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("the folder of the socket was not removed");
        }
    }
}
