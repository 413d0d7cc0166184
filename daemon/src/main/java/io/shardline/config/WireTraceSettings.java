package io.shardline.config;

import java.nio.file.Path;

/**
 * Which conversations with processors are written down.
 *
 * @param shards the id of one shard, or {@code all}
 * @param file the trace is added to its end
 * @param data whether records are written down with their data
 */
public record WireTraceSettings(String shards, Path file, boolean data) {}
