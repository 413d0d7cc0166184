package io.shardline.config.operations;

import io.shardline.config.key.Require;
import java.nio.file.Path;

/**
 * Which shards' lines, to and from the processor, are written to a file.
 *
 * @param shards the id of one shard, or {@code all}
 * @param file the trace is appended to it
 * @param data whether records are written with their data
 */
public record WireTraceSettings(String shards, Path file, boolean data) {
    static final String ALL = "all";

    /** Checks the values. */
    public WireTraceSettings {
        Require.notBlank("shards", shards);
    }

    /** {@return whether the lines of this shard are traced} */
    public boolean covers(String shardId) {
        return shards.equals(ALL) || shards.equals(shardId);
    }
}
