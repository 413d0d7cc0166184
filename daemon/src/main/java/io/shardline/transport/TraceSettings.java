package io.shardline.transport;

import io.shardline.stream.ShardRef;
import java.nio.file.Path;

/**
 * What is traced, and where to.
 *
 * @param shards the id of one shard, or {@code all}
 * @param file the trace is added to its end
 * @param data whether records are written down with their data
 */
public record TraceSettings(String shards, Path file, boolean data) {
    private static final String ALL = "all";

    boolean covers(ShardRef shard) {
        return shards.equals(ALL) || shards.equals(shard.shardId());
    }
}
