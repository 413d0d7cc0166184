package io.shardline.check;

import io.shardline.concurrent.NamedThreads;
import io.shardline.stream.ShardRef;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What all conversations of one check share. Closing it ends those that are still open. */
final class CheckContext implements AutoCloseable {
    static final String APPLICATION = "check-processor";
    static final String STREAM = "check";
    static final ShardRef SHARD = new ShardRef(APPLICATION, STREAM, "shardId-000000000000");
    /** After a status that did not come, later ones are not waited for as long. */
    private static final Duration SHORTENED_TIMEOUT = Duration.ofSeconds(2);

    private static final int MAX_TIMEOUTS = 3;

    private final CheckSettings settings;
    private final Findings findings = new Findings();
    private final ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.factory("check"));
    private final Peers peers;
    private Duration statusTimeout;
    private int timeouts;
    private long fence;

    /**
     * Starts the host if there is a command for it.
     *
     * @throws IOException if there is no such program
     */
    CheckContext(CheckSettings settings) throws IOException {
        this.settings = settings;
        this.statusTimeout = settings.statusTimeout();
        this.peers = settings.address().isEmpty()
                ? new ProcessPeers(settings.command(), settings.tracer(), threads)
                : new HostPeers(
                        settings.address().get(),
                        settings.tracer(),
                        settings.statusTimeout(),
                        settings.command().isEmpty()
                                ? Optional.empty()
                                : Optional.of(HostProgram.start(
                                        settings.command(), settings.address().get())));
    }

    /** {@return the connections to the host; empty if the processor is a process per shard} */
    Optional<HostPeers> host() {
        return peers instanceof HostPeers host ? Optional.of(host) : Optional.empty();
    }

    /** Starts a process, or connects to the host. */
    SimulatedDaemon begin() throws IOException, InterruptedException {
        return begin(SHARD);
    }

    /** The same for a shard, as a newer owner than all before. */
    SimulatedDaemon begin(ShardRef shard) throws IOException, InterruptedException {
        return begin(shard, ++fence);
    }

    /** The same with a fence. */
    SimulatedDaemon begin(ShardRef shard, long withFence) throws IOException, InterruptedException {
        return SimulatedDaemon.start(this, peers.open(shard), shard, Long.toString(withFence));
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
        peers.close();
        threads.shutdownNow();
    }
}
