package io.shardline.config;

import java.time.Duration;

/**
 * The KCL's main loop.
 *
 * @param parentShardPollInterval how often a child shard looks whether its parents are done
 */
public record CoordinatorSettings(Duration parentShardPollInterval) {}
