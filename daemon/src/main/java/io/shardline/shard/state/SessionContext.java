package io.shardline.shard.state;

import io.shardline.observe.ShardMonitor;
import io.shardline.stream.ShardRef;

/**
 * What every part of one session needs.
 *
 * @param shard the shard of the session
 * @param endWatch tells whether the lease is held and the daemon runs
 * @param lifecycle tells whether the session continues
 * @param progress how far the shard has come in this lease
 * @param monitor shows the session to the outside
 */
public record SessionContext(
        ShardRef shard,
        SessionEndWatch endWatch,
        SessionLifecycle lifecycle,
        ShardProgress progress,
        ShardMonitor monitor) {}
