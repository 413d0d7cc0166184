package io.shardline.config;

import static io.shardline.config.ValueTypes.millis;

import java.time.Duration;

/** The KCL's main loop. */
final class CoordinatorKeys {

    static final KeyGroup GROUP = new KeyGroup("Coordinator");

    static final Key<Duration> PARENT_SHARD_POLL_INTERVAL = GROUP.key("parentShardPollIntervalMillis", millis(0))
            .defaultsTo("10000")
            .feeds("CoordinatorConfig.parentShardPollIntervalMillis")
            .doc("How often a shard that came from a split or merge looks whether its parents are done.");

    private CoordinatorKeys() {}
}
