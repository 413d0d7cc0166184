package io.shardline.check;

import io.shardline.child.ChildFactory;
import io.shardline.concurrent.NamedThreads;
import io.shardline.config.processor.ProcessLaunchSettings;
import io.shardline.stream.ShardRef;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What all processes of one check share. Closing it kills those that still run. */
final class CheckContext implements AutoCloseable {
    static final ShardRef SHARD = new ShardRef("check-processor", "check", "shardId-000000000000");
    /** After a status that did not come, later ones are not waited for as long. */
    private static final Duration SHORTENED_TIMEOUT = Duration.ofSeconds(2);

    private static final int MAX_TIMEOUTS = 3;

    private final CheckSettings settings;
    private final Findings findings = new Findings();
    private final ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.factory("check"));
    private final ChildFactory children;
    private Duration statusTimeout;
    private int timeouts;

    CheckContext(CheckSettings settings) {
        this.settings = settings;
        this.statusTimeout = settings.statusTimeout();
        this.children =
                new ChildFactory(settings.command(), ProcessLaunchSettings.INHERITED, Optional.empty(), threads);
    }

    /** Starts a process. */
    SimulatedDaemon begin() throws IOException, InterruptedException {
        return SimulatedDaemon.start(this, children);
    }

    Findings findings() {
        return findings;
    }

    CheckSettings settings() {
        return settings;
    }

    Duration statusTimeout() {
        return statusTimeout;
    }

    /** A status did not come in time. */
    void timedOut() {
        if (statusTimeout.compareTo(SHORTENED_TIMEOUT) > 0) {
            statusTimeout = SHORTENED_TIMEOUT;
        }
        timeouts++;
    }

    /** {@return whether the check ends early: too many statuses did not come, or one fault is enough} */
    boolean isOver() {
        return timeouts >= MAX_TIMEOUTS || (settings.untilFault() && findings.hasFault());
    }

    @Override
    public void close() {
        children.close();
        threads.shutdownNow();
    }
}
