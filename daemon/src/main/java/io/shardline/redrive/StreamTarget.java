package io.shardline.redrive;

import io.shardline.destination.StreamWriter;
import io.shardline.protocol.DataRecord;
import io.shardline.shard.port.DestinationException;
import io.shardline.stream.ShardRef;
import java.util.List;
import java.util.Optional;

/** A stream: the records are put there with their partition keys, or with one that the user chose if they have none. */
public final class StreamTarget implements Target {
    private final StreamWriter stream;
    private final Optional<String> fallbackKey;

    /**
     * Creates it.
     *
     * @param fallbackKey the partition key of records that have none; empty: they are put without one
     */
    public StreamTarget(StreamWriter stream, Optional<String> fallbackKey) {
        this.stream = stream;
        this.fallbackKey = fallbackKey;
    }

    @Override
    public void take(ShardRef shard, List<DataRecord> records) throws TargetException, InterruptedException {
        long withoutKey = records.stream().filter(StreamTarget::hasNoKey).count();
        try {
            stream.put(
                    withoutKey == 0
                            ? records
                            : records.stream().map(this::withKey).toList());
        } catch (DestinationException e) {
            throw new TargetException(
                    withoutKey == 0 || fallbackKey.isPresent()
                            ? e.getMessage()
                            : e.getMessage() + " (" + withoutKey + " of " + records.size()
                                    + " records have no partition key: --partition-key gives them one)",
                    e);
        }
    }

    /** An empty key, which aggregated records may have, is not allowed in a stream. */
    private static boolean hasNoKey(DataRecord record) {
        return record.partitionKey() == null || record.partitionKey().isEmpty();
    }

    private DataRecord withKey(DataRecord record) {
        return hasNoKey(record)
                ? new DataRecord(
                        record.data(), fallbackKey.orElse(null), record.position(), record.approximateArrivalMillis())
                : record;
    }

    @Override
    public void finish() {
        // Records are stored when they are put.
    }

    @Override
    public void close() {
        stream.close();
    }
}
