package io.shardline.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Who holds which shard.
 *
 * @param failoverTime after this time without renewal a lease is free for others
 * @param assignmentInterval how often the leader hands out leases; empty: twice the failover time
 * @param shardSyncInterval how often the table is compared with the stream's shards
 */
public record LeaseSettings(Duration failoverTime, Optional<Duration> assignmentInterval, Duration shardSyncInterval) {}
