package io.shardline.redrive;

import io.shardline.destination.StreamWriter;
import io.shardline.protocol.DataRecord;
import io.shardline.shard.DestinationException;
import io.shardline.stream.ShardRef;
import java.util.List;
import java.util.Optional;

/** A stream: the records go there under their partition keys, or under one that the user chose if they have none. */
public final class StreamTarget implements Target {
    private final StreamWriter stream;
    private final Optional<String> keyOfOthers;

    /**
     * Creates it.
     *
     * @param keyOfOthers the partition key of records that have none; empty: they are put without one
     */
    public StreamTarget(StreamWriter stream, Optional<String> keyOfOthers) {
        this.stream = stream;
        this.keyOfOthers = keyOfOthers;
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
                    withoutKey == 0 || keyOfOthers.isPresent()
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
                        record.data(), keyOfOthers.orElse(null), record.position(), record.approximateArrivalMillis())
                : record;
    }

    @Override
    public void finish() {
        // What was put is there.
    }

    @Override
    public void close() {
        stream.close();
    }
}
