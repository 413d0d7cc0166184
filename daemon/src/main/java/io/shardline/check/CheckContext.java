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

/** What all processes of one check share. Closing it kills those that still live. */
final class CheckContext implements AutoCloseable {
    static final ShardRef SHARD = new ShardRef("check-processor", "check", "shardId-000000000000");
    /** A processor that was found silent once is not waited for so long again. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private static final int MAX_SILENCES = 3;

    private final CheckSettings settings;
    private final Findings findings = new Findings();
    private final ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.factory("check"));
    private final ChildFactory children;
    private Duration patience;
    private int silences;

    CheckContext(CheckSettings settings) {
        this.settings = settings;
        this.patience = settings.patience();
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

    Duration patience() {
        return patience;
    }

    void wasSilent() {
        patience = shorter(patience);
        silences++;
    }

    /** {@return whether to try on costs time and tells nothing: it was silent too often, or one fault is enough} */
    boolean isOver() {
        return silences >= MAX_SILENCES || (settings.untilFault() && findings.hasFault());
    }

    private static Duration shorter(Duration duration) {
        return duration.compareTo(SHORT) < 0 ? duration : SHORT;
    }

    @Override
    public void close() {
        children.close();
        threads.shutdownNow();
    }
}
