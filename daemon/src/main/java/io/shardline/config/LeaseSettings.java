package io.shardline.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Who holds which shard.
 *
 * @param failoverTime after this time without renewal a lease is free for others
 * @param shardSyncInterval how often the table is compared with the stream's shards
 * @param cleanupUponShardCompletion whether the lease of a finished shard is deleted
 * @param ignoreUnexpectedChildShards whether a child shard with an open parent is passed over
 * @param maxLeasesForWorker the most shards of this daemon
 * @param maxRenewalThreads the threads that renew leases
 * @param tableScanSegments parallel scans of the table; empty: the KCL chooses
 * @param assignment how leases are shared out
 * @param handoff how a lease goes from a living daemon to another
 * @param listShards retries of ListShards
 * @param auditor the look for holes in the table
 * @param leaderLock who shares out
 * @param table the lease table
 */
public record LeaseSettings(
        Duration failoverTime,
        Duration shardSyncInterval,
        boolean cleanupUponShardCompletion,
        boolean ignoreUnexpectedChildShards,
        int maxLeasesForWorker,
        int maxRenewalThreads,
        Optional<Integer> tableScanSegments,
        Assignment assignment,
        Handoff handoff,
        ListShards listShards,
        Auditor auditor,
        LeaderLock leaderLock,
        TableSettings table) {

    /**
     * How leases are shared out.
     *
     * @param interval how often
     * @param priority whether leases that are long without owner come first; with workers of KCL 2.x only
     * @param maxLeasesToSteal at one time; with workers of KCL 2.x only
     */
    public record Assignment(
            LeaseAssignmentStrategy strategy, Duration interval, boolean priority, int maxLeasesToSteal) {}

    /**
     * Whether a lease that moves is handed over in order, and how long the old holder may take.
     */
    public record Handoff(boolean enabled, Duration timeout) {}

    /** Retries of ListShards. */
    public record ListShards(Duration backoff, int maxAttempts) {}

    /**
     * The leader's look for hash-key ranges without a lease.
     *
     * @param interval how often
     * @param confidence how often a hole must be seen before it is repaired
     */
    public record Auditor(Duration interval, int confidence) {}

    /**
     * The lock that makes one daemon the leader.
     *
     * @param duration without a heartbeat for this time the lock is free
     * @param heartbeat how often the leader shows that it lives
     */
    public record LeaderLock(Duration duration, Duration heartbeat) {}
}
