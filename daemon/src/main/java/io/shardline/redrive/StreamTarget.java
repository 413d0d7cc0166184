package io.shardline.redrive;

import io.shardline.destination.StreamWriter;
import io.shardline.protocol.DataRecord;
import io.shardline.shard.DestinationException;
import io.shardline.stream.ShardRef;
import java.util.List;

/** A stream: the records are put there with their partition keys. */
public final class StreamTarget implements Target {
    private final StreamWriter stream;

    public StreamTarget(StreamWriter stream) {
        this.stream = stream;
    }

    @Override
    public void take(ShardRef shard, List<DataRecord> records) throws TargetException, InterruptedException {
        try {
            stream.put(records);
        } catch (DestinationException e) {
            throw new TargetException(e.getMessage(), e);
        }
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
