package io.shardline.integration.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The account of what Kinesis took: every record under its shard, in the shard's order. Safe for any thread. */
public final class Put {
    private final Map<String, NavigableMap<Position, StreamRecord>> shards = new TreeMap<>();

    synchronized void add(StreamRecord record) {
        StreamRecord before =
                shards.computeIfAbsent(record.shard(), shard -> new TreeMap<>()).put(record.position(), record);
        if (before != null) {
            throw new IllegalStateException("Kinesis gave one position to two records: " + before + " and " + record);
        }
    }

    /** The records of each shard in order, as of now. */
    public synchronized Map<String, List<StreamRecord>> byShard() {
        Map<String, List<StreamRecord>> copy = new TreeMap<>();
        shards.forEach((shard, records) -> copy.put(shard, new ArrayList<>(records.values())));
        return copy;
    }

    /** The records of one shard in order, none for an unknown shard. */
    public synchronized List<StreamRecord> of(String shard) {
        return List.copyOf(shards.getOrDefault(shard, new TreeMap<>()).values());
    }

    /** The part of one shard, as of now. */
    public synchronized Put only(String shard) {
        Put part = new Put();
        of(shard).forEach(part::add);
        return part;
    }

    /** How many records were put, over all shards. */
    public synchronized int size() {
        return shards.values().stream().mapToInt(Map::size).sum();
    }
}
