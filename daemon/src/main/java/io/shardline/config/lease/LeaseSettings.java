package io.shardline.config.lease;

import io.shardline.config.key.Require;
import java.time.Duration;
import java.util.Optional;

/**
 * How daemons share the shards.
 *
 * @param failoverTime other daemons may take a lease that has not been renewed for this time
 * @param shardSyncInterval how often the table is compared with the shards of the stream
 * @param cleanupUponShardCompletion whether the lease of a finished shard is deleted
 * @param ignoreUnexpectedChildShards whether a child shard with an open parent is ignored
 * @param maxLeasesForWorker the maximum number of shards of this daemon
 * @param maxRenewalThreads the threads that renew leases
 * @param tableScanSegments parallel segments of a scan of the table; empty: the KCL chooses
 * @param assignment how leases are assigned
 * @param handoff how a lease moves from one living daemon to another
 * @param listShards retries of ListShards
 * @param shardCache how long a list of shards is used
 * @param auditor the search for gaps in the table
 * @param leaderLock which daemon assigns the leases
 * @param consistentReads whether reads of the table are strongly consistent
 * @param requestTimeout how long the KCL waits for a call to DynamoDB
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
        ShardCache shardCache,
        Auditor auditor,
        LeaderLock leaderLock,
        boolean consistentReads,
        Duration requestTimeout,
        TableSettings table) {

    /** Checks the values. */
    public LeaseSettings {
        Require.positive("failoverTime", failoverTime);
        Require.positive("shardSyncInterval", shardSyncInterval);
        Require.positive("requestTimeout", requestTimeout);
        Require.atLeast("maxLeasesForWorker", 1, maxLeasesForWorker);
        Require.atLeast("maxRenewalThreads", 2, maxRenewalThreads);
        tableScanSegments.ifPresent(segments -> Require.atLeast("tableScanSegments", 1, segments));
    }

    /** How the leader of the application assigns the leases. */
    public enum AssignmentStrategy {
        /** By the load of the daemons' machines. */
        WORKER_UTILIZATION_AWARE,
        /** The same number of shards for each daemon. */
        LEASE_COUNT_BASED
    }

    /**
     * How leases are assigned.
     *
     * @param interval how often
     * @param priority whether leases that have had no owner for long come first; only with KCL 2.x workers
     * @param maxLeasesToSteal at one time; only with KCL 2.x workers
     */
    public record Assignment(AssignmentStrategy strategy, Duration interval, boolean priority, int maxLeasesToSteal) {
        /** Checks the values. */
        public Assignment {
            Require.positive("interval", interval);
            Require.atLeast("maxLeasesToSteal", 1, maxLeasesToSteal);
        }
    }

    /**
     * How a lease moves from one living daemon to another.
     *
     * @param enabled whether the old owner may finish its work first
     * @param timeout how long it may take
     */
    public record Handoff(boolean enabled, Duration timeout) {
        /** Checks the values. */
        public Handoff {
            Require.notNegative("timeout", timeout);
        }
    }

    /** Retries of ListShards. */
    public record ListShards(Duration backoff, int maxAttempts) {
        /** Checks the values. */
        public ListShards {
            Require.notNegative("backoff", backoff);
            Require.atLeast("maxAttempts", 0, maxAttempts);
        }
    }

    /**
     * How long the KCL uses a list of shards.
     *
     * @param maxAge after this time the list is read again
     * @param maxMisses after so many searches for an unknown shard the list is read again
     * @param warningModulus every N-th of these searches is logged
     */
    public record ShardCache(Duration maxAge, int maxMisses, int warningModulus) {
        /** Checks the values. */
        public ShardCache {
            Require.notNegative("maxAge", maxAge);
            Require.atLeast("maxMisses", 1, maxMisses);
            Require.atLeast("warningModulus", 1, warningModulus);
        }
    }

    /**
     * The leader's search for hash key ranges without a lease.
     *
     * @param interval how often
     * @param confidence how many times a gap must be found before it is repaired
     */
    public record Auditor(Duration interval, int confidence) {
        /** Checks the values. */
        public Auditor {
            Require.positive("interval", interval);
            Require.atLeast("confidence", 1, confidence);
        }
    }

    /**
     * The lock that makes one daemon the leader.
     *
     * @param duration without a heartbeat for this time, others may take the lock
     * @param heartbeat how often the leader writes one
     */
    public record LeaderLock(Duration duration, Duration heartbeat) {
        /** Checks the values. */
        public LeaderLock {
            Require.positive("duration", duration);
            Require.positive("heartbeat", heartbeat);
        }
    }
}
